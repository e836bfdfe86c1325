import { z } from "zod";

const TIMEOUT_MS = 3_000;

/** What one node says of a table. */
export interface NodePartitions {
  /** 0 while nothing of the table is on its disk. */
  readonly maxBytes: number;
  readonly buckets: readonly number[];
}

const answer = <Value extends z.ZodType>(value: Value) =>
  z.object({ status: z.literal(200), value: z.record(z.string(), z.object({ Value: value })) });
const sizes = answer(z.number());
const histograms = answer(z.array(z.number()));

/**
 * Reads a node's figures for all tables of a keyspace from its JMX, through Jolokia over HTTP.
 *
 * @param url of the agent, such as `http://127.0.0.1:8778/jolokia`
 * @throws when it does not answer within seconds, or with something else
 */
export async function readNodePartitions(url: string, keyspace: string): Promise<ReadonlyMap<string, NodePartitions>> {
  const read = async <Shape extends z.ZodType>(name: string, shape: Shape): Promise<z.infer<Shape>> => {
    const bean = `org.apache.cassandra.metrics:type=Table,keyspace=${keyspace},scope=*,name=${name}`;
    const response = await fetch(`${url.replace(/\/$/, "")}/read/${bean}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return shape.parse(await response.json());
  };
  const [max, histogram] = await Promise.all([read("MaxPartitionSize", sizes), read("EstimatedPartitionSizeHistogram", histograms)]);
  const buckets = new Map(Object.entries(histogram.value).map(([bean, { Value }]) => [tableOf(bean), Value]));
  return new Map(
    Object.entries(max.value).map(([bean, { Value }]) => [tableOf(bean), { maxBytes: Value, buckets: buckets.get(tableOf(bean)) ?? [] }]),
  );
}

/** Of `org.apache.cassandra.metrics:keyspace=k,name=n,scope=the_table,type=Table`, whatever the order. */
function tableOf(bean: string): string {
  return /[:,]scope=([^,]+)/.exec(bean)?.[1] ?? bean;
}
