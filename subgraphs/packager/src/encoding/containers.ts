/**
 * The containers that can be imported, as FFmpeg names their demuxers. Playlists (hls, dash, concat) and picture
 * sequences (image2) are left out on purpose: such a "video" makes the reader open other files or addresses.
 * Pure sound is in, so that its owner is told that the picture is missing.
 */
export const containers = [
  "mov",
  "matroska",
  "webm",
  "avi",
  "mpegts",
  "mpeg",
  "flv",
  "asf",
  "ogg",
  "mxf",
  "dv",
  "yuv4mpegpipe",
  "nut",
  "rm",
  "wav",
  "mp3",
  "flac",
  "aac",
].join(",");

/** No network, whatever a file asks for. */
export const protocols = "file,pipe";
