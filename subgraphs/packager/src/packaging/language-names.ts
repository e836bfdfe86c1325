import type { IndexedAudio } from "./encode-index.ts";

/** What a menu calls each sound track, in English, each name once. */
export function languageNames(tracks: readonly IndexedAudio[]): string[] {
  const english = new Intl.DisplayNames(["en"], { type: "language" });
  return tracks.map(({ language }, index) => {
    const name = language === "und" ? "Original" : (english.of(language) ?? language);
    const isRepeated = tracks.findIndex((track) => track.language === language) < index;
    return isRepeated ? `${name} ${index + 1}` : name;
  });
}
