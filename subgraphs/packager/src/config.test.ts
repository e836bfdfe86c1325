import { InvalidSettings } from "@marquee/settings";
import { describe, expect, it } from "vitest";
import { readPackagerConfig } from "./config.ts";

const secret = "s".repeat(32);
const least = {
  DATABASE_URL: "postgres://localhost/marquee",
  CLAIM_SECRET: secret,
  PLAYBACK_SECRET: secret,
  MEDIA_SECRET: secret,
  MEDIA_DIR: "/media",
  MEDIA_BASE_URL: "https://media.example/",
};

describe("the environment", () => {
  it("needs little", () => {
    const config = readPackagerConfig(least);
    expect(config).toMatchObject({
      mediaBaseUrl: "https://media.example",
      importFolders: [],
      demo: false,
      encodingConcurrency: 1,
      uploadLimitBytes: 20e9,
      host: "127.0.0.1",
      jwksUrl: undefined,
    });
    expect(config.watchHistoryUrl()).toBeUndefined();
  });

  it("says folders, flags and addresses as text", () => {
    const config = readPackagerConfig({ ...least, IMPORT_FOLDERS: "/a:/b c", DEMO: "true", WATCH_HISTORY_URL: "http://history:4004/" });
    expect([config.importFolders, config.demo, config.watchHistoryUrl()]).toEqual([["/a", "/b c"], true, "http://history:4004"]);
  });

  it("is told every problem at once, without its secrets", () => {
    const read = () =>
      readPackagerConfig({ ...least, MEDIA_SECRET: "short-secret", PLAYBACK_SECRET: "", MEDIA_BASE_URL: "ftp://x", PORT: "-1" });
    expect(read).toThrow(InvalidSettings);
    expect(read).toThrow(/PLAYBACK_SECRET.*\n.*MEDIA_SECRET.*\n.*MEDIA_BASE_URL.*\n.*PORT/);
    expect(read).not.toThrow(/short-secret/);
  });
});
