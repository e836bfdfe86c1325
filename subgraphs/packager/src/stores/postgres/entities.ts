import { outboxEntry } from "@marquee/outbox";
import { defineEntity, p } from "@mikro-orm/core";
import type { ImportState, Rendition } from "../../domain/import-job.ts";
import type { ReportingSource } from "../../domain/playback.ts";

export const encode = defineEntity({
  name: "Encode",
  tableName: "encodes",
  properties: {
    id: p.uuid().primary(),
    playableId: p.text(),
    durationSeconds: p.float(),
    renditions: p.json<readonly Rendition[]>(),
    createdAt: p.datetime(),
    supersededAt: p.datetime().nullable(),
    isRemoved: p.boolean().default(false),
  },
});

export const importJob = defineEntity({
  name: "ImportJob",
  tableName: "import_jobs",
  properties: {
    id: p.uuid().primary(),
    accountId: p.text(),
    idempotencyKey: p.text(),
    sourceUrl: p.text(),
    playableId: p.text(),
    title: p.text().nullable(),
    priority: p.integer(),
    state: p.text().$type<ImportState>().default("QUEUED"),
    percent: p.float().default(0),
    error: p.text().nullable(),
    encode: () => p.manyToOne(encode).nullable(),
    attempts: p.integer().default(0),
    leaseId: p.uuid().nullable(),
    leaseUntil: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
});

export const playbackSession = defineEntity({
  name: "PlaybackSession",
  tableName: "playback_sessions",
  properties: {
    id: p.uuid().primary(),
    profileId: p.text(),
    idempotencyKey: p.text(),
    accountId: p.text(),
    deviceId: p.text().nullable(),
    deviceName: p.text().nullable(),
    playableId: p.text(),
    encode: () => p.manyToOne(encode),
    startedAt: p.datetime(),
    reporting: p.text().$type<ReportingSource>(),
    clockOffsetMs: p.bigint("number").nullable(),
    endedAt: p.datetime().nullable(),
  },
});

export const entities = [encode, importJob, outboxEntry, playbackSession];
