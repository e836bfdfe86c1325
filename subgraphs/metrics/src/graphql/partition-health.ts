import { requireOperator } from "@marquee/subgraph-server";
import { Ctx, Field, Float, ObjectType, Query, Resolver } from "type-graphql";
import { partitionHealth } from "../domain/partition-health.ts";
import type { MetricsContext } from "./context.ts";

@ObjectType("PartitionHealth", { description: "How large the partitions of one of Cassandra's tables are, over all nodes." })
export class PartitionHealthType {
  @Field(() => String, { description: "The table." })
  table!: string;

  @Field(() => Float, {
    nullable: true,
    description:
      "The largest partition on disk as Cassandra reports it, to a MiB where only its virtual tables can be asked; null where it does not say.",
  })
  largestBytes!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "The 99th percentile of the partitions on disk, as Cassandra's JMX reports it; null where it does not say.",
  })
  p99Bytes!: number | null;

  @Field(() => String, {
    nullable: true,
    description: "What is past the limits of the design, and what could not be found out; null when all is well.",
  })
  warning!: string | null;
}

@Resolver(() => PartitionHealthType)
export class PartitionHealthResolver {
  @Query(() => [PartitionHealthType], {
    nullable: true,
    description:
      "The partitions of Cassandra's tables, a row for each table; empty where PostgreSQL stands in, which has no partitions; for operators.",
  })
  async partitionHealth(@Ctx() { viewer, readPartitionSizes }: MetricsContext): Promise<PartitionHealthType[]> {
    requireOperator(viewer);
    const health = (await readPartitionSizes()).map(partitionHealth);
    return health.map(({ table, largestBytes, p99Bytes, warning }) => ({
      table,
      largestBytes: largestBytes ?? null,
      p99Bytes: p99Bytes ?? null,
      warning: warning ?? null,
    }));
  }
}
