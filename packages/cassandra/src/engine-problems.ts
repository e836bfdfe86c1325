import { EngineProblem } from "@marquee/settings";
import { errors, types } from "cassandra-driver";
import type { CassandraOptions } from "./settings.ts";

/** Says of a Cassandra that could not be used which variable, which host, what was expected and what came instead. Names no password. */
export function connectionProblem(options: CassandraOptions, error: unknown): EngineProblem {
  const { contactPoints, localDatacenter, username } = options;
  const hosts = contactPoints.join(", ");
  const causes = causesOf(error);
  const behind = { cause: error };
  if (causes.some((cause) => cause instanceof errors.AuthenticationError)) {
    const role = username === undefined ? "a Cassandra that asks for no password" : `that "${username}" may sign in`;
    const found = username === undefined ? "it asks for one" : "the name or the password is wrong";
    const variable = username === undefined ? "CASSANDRA_USERNAME" : "CASSANDRA_PASSWORD";
    return new EngineProblem(variable, `${role} at ${hosts}`, found, behind);
  }
  const datacenters = /only found hosts in data centers: \[(.*)\]/.exec(causes[0]?.message ?? "")?.[1];
  if (datacenters !== undefined) {
    const found = `the cluster has ${datacenters || "none"}`;
    return new EngineProblem("CASSANDRA_LOCAL_DATACENTER", `a datacenter "${localDatacenter}" at ${hosts}`, found, behind);
  }
  return new EngineProblem("CASSANDRA_CONTACT_POINTS", `a Cassandra at ${hosts}`, reasonOf(causes), behind);
}

/** Says that nothing can be written where reading works: a full disk, or a role that may only read. */
export function writeProblem({ contactPoints }: CassandraOptions, error: unknown): EngineProblem {
  const found = `it answers reads alone, and a write failed: ${reasonOf(causesOf(error))}`;
  return new EngineProblem("CASSANDRA_CONTACT_POINTS", `a Cassandra that takes writes at ${contactPoints.join(", ")}`, found, {
    cause: error,
  });
}

/** Says why the keyspace could not be made or used. */
export function keyspaceProblem({ keyspace, contactPoints, username }: CassandraOptions, error: unknown): EngineProblem {
  const isForbidden = error instanceof errors.ResponseError && error.code === types.responseErrorCodes.unauthorized;
  const found = isForbidden ? `"${username ?? "anonymous"}" may not` : reasonOf(causesOf(error));
  return new EngineProblem("CASSANDRA_KEYSPACE", `to make or use the keyspace "${keyspace}" at ${contactPoints.join(", ")}`, found, {
    cause: error,
  });
}

/** The part of a failure that tells something, as the end of a sentence. */
export function reasonOf(causes: readonly Error[]): string {
  const text = causes.map(({ message }) => message).join("; ");
  if (/ECONNREFUSED/.test(text)) return "the connection was refused";
  if (/ENOTFOUND|EAI_AGAIN|could be resolved/.test(text)) return "the host name is not known";
  if (/timeout|timed out|did not reply|ETIMEDOUT/i.test(text)) return "it does not answer";
  if (/EHOSTUNREACH|ENETUNREACH/.test(text)) return "the host cannot be reached";
  return causes[0]?.message.replace(/[.\s]+$/, "") || "it failed without saying why";
}

/** An error with what lies behind it: the driver hides each host's own error in that of all hosts. */
export function causesOf(error: unknown): readonly Error[] {
  if (error instanceof errors.NoHostAvailableError) {
    const inner = Object.values<unknown>(error.innerErrors).filter((value) => value instanceof Error);
    return inner.length > 0 ? inner : [error];
  }
  return [error instanceof Error ? error : new Error(String(error))];
}
