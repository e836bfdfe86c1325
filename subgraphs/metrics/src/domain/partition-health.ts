const MIB = 1_024 * 1_024;

/** What the design of each table aims at for nearly all of its partitions, and what it never wants one to pass. */
export const partitionLimits = { p99Bytes: 2 * MIB, largestBytes: 10 * MIB } as const;

/** What the engine says of a table's partitions, the largest figure of all its nodes. */
export interface PartitionSizes {
  readonly table: string;
  /** Undefined while the engine does not say. */
  readonly largestBytes: number | undefined;
  readonly p99Bytes: number | undefined;
  /** What could not be found out, a sentence each. */
  readonly gaps: readonly string[];
}

export interface PartitionHealth extends Omit<PartitionSizes, "gaps"> {
  readonly warning: string | undefined;
}

/** Where partition sizes are read; an engine without partitions has no tables to tell of. */
export interface PartitionSizeSource {
  /** One for each table. Answers in seconds, also when a node does not. */
  read(): Promise<readonly PartitionSizes[]>;
}

export function partitionHealth({ table, largestBytes, p99Bytes, gaps }: PartitionSizes): PartitionHealth {
  const warnings = [
    ...(isOver(largestBytes, partitionLimits.largestBytes)
      ? [`The largest partition has ${mib(largestBytes)}, more than the ${mib(partitionLimits.largestBytes)} that a partition may have.`]
      : []),
    ...(isOver(p99Bytes, partitionLimits.p99Bytes)
      ? [`One partition in a hundred has ${mib(p99Bytes)} or more, above the ${mib(partitionLimits.p99Bytes)} that are aimed at.`]
      : []),
    ...gaps,
  ];
  return { table, largestBytes, p99Bytes, warning: warnings.length > 0 ? warnings.join(" ") : undefined };
}

function isOver(bytes: number | undefined, limit: number): bytes is number {
  return bytes !== undefined && bytes > limit;
}

function mib(bytes: number): string {
  return `${Number((bytes / MIB).toFixed(1))} MiB`;
}
