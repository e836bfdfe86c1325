import type { Segment } from "./cut-segments.ts";
import type { EncodeIndex, IndexedAudio, IndexedTrack, IndexedVideo } from "./encode-index.ts";
import { fraction, ratioOf } from "./fraction.ts";

/**
 * `manifest.mpd`: a static presentation of ISO/IEC 23009-1 in the profile for live content, which is the one whose
 * segments are files of their own. Times of segments are exact (`SegmentTimeline`). The edit lists in the header
 * segments have taken priming away, so there is no `presentationTimeOffset`.
 */
export function dashManifest({ tracks, durationSeconds }: EncodeIndex): string {
  const video = tracks.filter((track) => track.kind === "VIDEO");
  const audio = tracks.filter((track) => track.kind === "AUDIO");
  const longestSegment = Math.max(...tracks.flatMap((track) => track.segments.map(({ duration }) => duration / track.timescale)));
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" type="static" ` +
      `mediaPresentationDuration="${period(durationSeconds)}" maxSegmentDuration="${period(longestSegment)}" minBufferTime="PT4S">`,
    '  <Period id="0" start="PT0S">',
    ...videoSet(video),
    ...audio.flatMap(audioSet),
    "  </Period>",
    "</MPD>",
  ].join("\n")}\n`;
}

/** ISO 8601, to the microsecond. */
const period = (seconds: number): string => `PT${Number(seconds.toFixed(6))}S`;

function videoSet(rungs: readonly IndexedVideo[]): string[] {
  const [largest] = rungs;
  if (!largest) return [];
  const shape = fraction(largest.width, largest.height);
  return [
    `    <AdaptationSet id="1" contentType="video" mimeType="video/mp4" segmentAlignment="true" startWithSAP="1" ` +
      `par="${nearestShape(shape)}" maxWidth="${largest.width}" maxHeight="${largest.height}">`,
    ...segmentTemplate(largest),
    ...rungs.map(
      (rung) =>
        `      <Representation id="${rung.name}" codecs="${rung.codec}" bandwidth="${rung.peakBitsPerSecond}" width="${rung.width}" height="${rung.height}" ` +
        `frameRate="${rung.frameRate.numerator}/${rung.frameRate.denominator}" sar="1:1"/>`,
    ),
    "    </AdaptationSet>",
  ];
}

function audioSet(track: IndexedAudio, index: number): string[] {
  const language = track.language === "und" ? "" : ` lang="${track.language}"`;
  return [
    `    <AdaptationSet id="${index + 2}" contentType="audio" mimeType="audio/mp4"${language} segmentAlignment="true" startWithSAP="1">`,
    `      <Role schemeIdUri="urn:mpeg:dash:role:2011" value="${index === 0 ? "main" : "alternate"}"/>`,
    ...segmentTemplate(track),
    `      <Representation id="${track.name}" codecs="${track.codec}" bandwidth="${track.peakBitsPerSecond}" audioSamplingRate="${track.sampleRate}">`,
    `        <AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="${track.channels}"/>`,
    "      </Representation>",
    "    </AdaptationSet>",
  ];
}

function segmentTemplate({ timescale, segments }: IndexedTrack): string[] {
  return [
    `      <SegmentTemplate timescale="${timescale}" initialization="$RepresentationID$/init.mp4" media="$RepresentationID$/$Number$.m4s" startNumber="1">`,
    "        <SegmentTimeline>",
    ...timeline(segments).map((entry) => `          ${entry}`),
    "        </SegmentTimeline>",
    "      </SegmentTemplate>",
  ];
}

/** 5.3.9.6: segments of one length in a row are one entry with a count of repeats. */
function timeline(segments: readonly Segment[]): string[] {
  const runs: { start: number; duration: number; repeats: number }[] = [];
  for (const { start, duration } of segments) {
    const last = runs.at(-1);
    if (last?.duration === duration) last.repeats += 1;
    else runs.push({ start, duration, repeats: 0 });
  }
  return runs.map(({ start, duration, repeats }) => `<S t="${start}" d="${duration}"${repeats > 0 ? ` r="${repeats}"` : ""}/>`);
}

/** `par` is said in small whole numbers; sides rounded to even ones would make it 427:240. */
function nearestShape(shape: { numerator: number; denominator: number }): string {
  const usual = [fraction(16, 9), fraction(4, 3), fraction(9, 16), fraction(3, 4), fraction(1, 1)];
  const { numerator, denominator } = usual.find((one) => Math.abs(ratioOf(one) / ratioOf(shape) - 1) < 0.005) ?? shape;
  return `${numerator}:${denominator}`;
}
