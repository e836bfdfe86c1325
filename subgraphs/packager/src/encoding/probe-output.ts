import { z } from "zod";
import type { DescribedStream, Description, ScannedPacket } from "./encoding-tools.ts";

/** What `parseDescription` needs of ffprobe. */
export const shownEntries = [
  "format=format_name,start_time,duration",
  "stream=index,codec_type,codec_name,width,height,sample_aspect_ratio,r_frame_rate,avg_frame_rate,field_order,color_space,channels,start_time,duration,nb_frames",
  "stream_tags=language,DURATION",
  "stream_disposition=attached_pic",
  "stream_side_data=rotation",
].join(":");

const seconds = z.coerce.number().optional().catch(undefined);

const probedStream = z.object({
  index: z.number(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  width: z.number().default(0),
  height: z.number().default(0),
  sample_aspect_ratio: z.string().optional(),
  r_frame_rate: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  field_order: z.string().optional(),
  color_space: z.string().optional(),
  channels: z.number().default(0),
  start_time: seconds,
  duration: seconds,
  nb_frames: z.coerce.number().optional().catch(undefined),
  tags: z.object({ language: z.string().optional(), DURATION: z.string().optional() }).default({}),
  disposition: z.object({ attached_pic: z.number().default(0) }).default({ attached_pic: 0 }),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).default([]),
});

const probed = z.object({
  format: z.object({ format_name: z.string().default(""), start_time: seconds, duration: seconds }),
  streams: z.array(probedStream).default([]),
});

export function parseDescription(json: string): Description {
  const { format, streams } = probed.parse(JSON.parse(json));
  return {
    container: format.format_name,
    startSeconds: format.start_time ?? 0,
    durationSeconds: format.duration,
    streams: streams.map(describedStream),
  };
}

function describedStream(stream: z.infer<typeof probedStream>): DescribedStream {
  const { codec_type: kind, codec_name: codec } = stream;
  return {
    index: stream.index,
    kind: kind === "video" || kind === "audio" ? kind : "other",
    codec: codec === "none" || codec === "unknown" ? undefined : codec,
    language: stream.tags.language,
    startSeconds: stream.start_time,
    durationSeconds: stream.duration ?? clockSeconds(stream.tags.DURATION),
    declaredFrames: stream.nb_frames,
    isCoverPicture: stream.disposition.attached_pic === 1,
    width: stream.width,
    height: stream.height,
    pixelShape: stream.sample_aspect_ratio,
    steadyRate: stream.r_frame_rate,
    averageRate: stream.avg_frame_rate,
    fieldOrder: stream.field_order,
    colourSpace: stream.color_space,
    rotationDegrees: stream.side_data_list.find((data) => data.rotation !== undefined)?.rotation ?? 0,
    channels: stream.channels,
  };
}

/** Matroska's `00:00:05.280000000`. */
function clockSeconds(text: string | undefined): number | undefined {
  const match = /^(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text ?? "");
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : undefined;
}

/** One line of `-of compact=p=0`; undefined where a packet has no time at all. */
export function parsePacket(line: string): ScannedPacket | undefined {
  const fields = new Map(
    line.split("|").map((field): [string, string] => [field.slice(0, field.indexOf("=")), field.slice(field.indexOf("=") + 1)]),
  );
  const number = (name: string) => {
    const text = fields.get(name);
    return text === undefined || text === "N/A" ? undefined : Number(text);
  };
  const streamIndex = number("stream_index");
  const time = number("pts_time") ?? number("dts_time");
  if (streamIndex === undefined || time === undefined) return undefined;
  return { streamIndex, seconds: time, durationSeconds: number("duration_time") ?? 0 };
}
