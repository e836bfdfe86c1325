import { useEffect, useRef } from "react";

export type PlayerCommands = {
  readonly togglePlay: () => void;
  readonly seekBy: (seconds: number) => void;
  readonly changeVolume: (by: number) => void;
  readonly toggleMute: () => void;
  readonly toggleFullScreen: () => void;
  readonly leave: () => void;
};

/** The player's keys, from anywhere on the page. A focused control keeps the keys it needs itself. */
export function usePlayerKeys(commands: PlayerCommands): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || belongsToControl(event)) return;
      const command = commandFor(event.key, latest.current);
      if (!command) return;
      event.preventDefault();
      command();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

function commandFor(key: string, commands: PlayerCommands): (() => void) | undefined {
  switch (key) {
    case " ":
    case "k":
      return commands.togglePlay;
    case "ArrowLeft":
      return () => commands.seekBy(-10);
    case "ArrowRight":
      return () => commands.seekBy(10);
    case "ArrowUp":
      return () => commands.changeVolume(0.05);
    case "ArrowDown":
      return () => commands.changeVolume(-0.05);
    case "m":
      return commands.toggleMute;
    case "f":
      return commands.toggleFullScreen;
    case "Escape":
      return commands.leave;
    default:
      return undefined;
  }
}

function belongsToControl({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("button, a")) return key === " " || key === "Enter";
  return target.matches("input, select") && (key === " " || key.startsWith("Arrow"));
}
