import { z } from "zod";

/** Which Cassandra, and how its keyspace is made. */
export interface CassandraOptions {
  /** Each as `host:port`. */
  readonly contactPoints: readonly string[];
  readonly localDatacenter: string;
  readonly keyspace: string;
  /** Of the keyspace, in the local datacenter, when it is made; 3 for a cluster that may lose a node. */
  readonly replicationFactor: number;
  readonly username?: string;
  readonly password?: string;
}

/** The variables of a process that may use Cassandra; none of them set means that it does not. To be spread into its settings. */
export const cassandraSettings = {
  CASSANDRA_CONTACT_POINTS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.string().regex(/^[\w.-]+(:\d+)?$/, "expected host or host:port, separated by commas")))
    .optional()
    .describe("nodes of a Cassandra cluster, as host:port, separated by commas"),
  CASSANDRA_LOCAL_DATACENTER: z.string().min(1).default("datacenter1").describe("the datacenter whose nodes are asked"),
  CASSANDRA_KEYSPACE: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,47}$/, "expected up to 48 lower-case letters, digits and underscores")
    .default("marquee")
    .describe("the keyspace, made when it is missing"),
  CASSANDRA_REPLICATION_FACTOR: z.coerce.number().int().min(1).max(9).default(1).describe("copies of each row, when the keyspace is made"),
  CASSANDRA_USERNAME: z.string().optional().describe("the role to sign in as, where Cassandra asks for one"),
  CASSANDRA_PASSWORD: z.string().optional().describe("that role's password"),
};

/** @returns undefined where no contact points are set */
export function cassandraOptions(read: z.infer<z.ZodObject<typeof cassandraSettings>>): CassandraOptions | undefined {
  const { CASSANDRA_CONTACT_POINTS: points, CASSANDRA_USERNAME: username, CASSANDRA_PASSWORD: password } = read;
  if (!points?.length) return undefined;
  return {
    contactPoints: points.map((point) => (point.includes(":") ? point : `${point}:9042`)),
    localDatacenter: read.CASSANDRA_LOCAL_DATACENTER,
    keyspace: read.CASSANDRA_KEYSPACE,
    replicationFactor: read.CASSANDRA_REPLICATION_FACTOR,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  };
}
