import { firstLight } from "./first-light.ts";
import { lastTram } from "./last-tram.ts";
import { nightMarket } from "./night-market.ts";
import { northernStatic } from "./northern-static.ts";
import { framesPerSecond } from "./painting.ts";
import { paperLanterns } from "./paper-lanterns.ts";
import { type Sound, soundGraph } from "./sounds.ts";
import { tidewater } from "./tidewater.ts";
import { windowSeat } from "./window-seat.ts";

export interface DemoClip {
  /** Shown in the first seconds. */
  readonly title: string;
  /** A filter graph that ends in `[scene]`, 640x360. */
  readonly scene: (seconds: number) => string;
  readonly sound: Sound;
}

/** The demo films: what is seen and heard in each. */
export const demoClips = {
  tidewater: {
    title: "Tidewater",
    scene: tidewater,
    sound: {
      notes: [98, 146.83, 220, 261.63, 329.63],
      murmur: { colour: "pink", filters: "lowpass=f=900,volume='0.35+0.3*sin(t*0.7)*sin(t*0.7)':eval=frame", volume: 0.35 },
      gain: 2.07,
    },
  },
  "paper-lanterns": {
    title: "Paper Lanterns",
    scene: paperLanterns,
    sound: { notes: [130.81, 196, 293.66, 392, 440], murmur: { colour: "brown", filters: "lowpass=f=500", volume: 0.12 }, gain: 2.26 },
  },
  "northern-static": {
    title: "Northern Static",
    scene: northernStatic,
    sound: {
      notes: [82.41, 123.47, 185, 246.94, 369.99],
      murmur: { colour: "pink", filters: "highpass=f=500,lowpass=f=3000,volume='0.2+0.2*sin(t*0.31)':eval=frame", volume: 0.12 },
      gain: 1.76,
    },
  },
  "last-tram": {
    title: "The Last Tram",
    scene: lastTram,
    sound: {
      notes: [110, 164.81, 207.65, 311.13, 415.3],
      murmur: { colour: "brown", filters: "lowpass=f=220,volume='0.6+0.25*sin(t*2.2)':eval=frame", volume: 0.5 },
      gain: 2.09,
    },
  },
  "window-seat": {
    title: "Window Seat",
    scene: windowSeat,
    sound: {
      notes: [146.83, 220, 277.18, 369.99, 493.88],
      murmur: { colour: "brown", filters: "lowpass=f=320,volume='0.35+0.5*pow(abs(sin(t*3.6)),9)':eval=frame", volume: 0.4 },
      gain: 1.84,
    },
  },
  "night-market": {
    title: "Night Market",
    scene: nightMarket,
    sound: {
      notes: [116.54, 174.61, 220, 261.63, 349.23],
      murmur: { colour: "pink", filters: "highpass=f=180,lowpass=f=1100,volume='0.5+0.12*sin(t*1.7)*sin(t*0.6)':eval=frame", volume: 0.18 },
      gain: 2.24,
    },
  },
  "first-light": {
    title: "First Light",
    scene: firstLight,
    sound: {
      notes: [92.5, 138.59, 185, 277.18, 349.23],
      murmur: { colour: "pink", filters: "highpass=f=250,lowpass=f=1600,volume='0.3+0.2*sin(t*0.23)':eval=frame", volume: 0.1 },
      gain: 1.95,
    },
  },
} as const satisfies Record<string, DemoClip>;

export type DemoClipName = keyof typeof demoClips;

export interface ClipOptions {
  readonly seconds: number;
  readonly withTitle: boolean;
}

/** The filter graph of a demo film. It ends in `[v]` (1280x720, 24 fps) and `[sound]` (stereo). */
export function demoClipGraph(name: DemoClipName, { seconds, withTitle }: ClipOptions): string {
  const { title, scene, sound }: DemoClip = demoClips[name];
  const finish = [
    "scale=1280:720:flags=bicubic:in_color_matrix=bt601:out_color_matrix=bt709",
    ...(withTitle ? [titleFilter(title)] : []),
    `trim=end_frame=${Math.round(seconds * framesPerSecond)}`,
    "fade=t=in:d=1",
    `fade=t=out:st=${Math.max(0, seconds - 1.5)}:d=1.5`,
    "format=yuv420p",
  ];
  return `${scene(seconds)};[scene]${finish.join(",")}[v];${soundGraph(sound, seconds)}`;
}

/** From second 1.2 to 6, faded in and out. The font is whatever sans-serif the machine has. */
const titleFilter = (title: string): string =>
  `drawtext=text='${title}':font=Sans:fontsize=46:fontcolor=white:x=72:y=h-text_h-76:shadowcolor=black@0.5:shadowx=0:shadowy=2:` +
  "alpha='0.9*clip(t-1.2,0,1)*clip(6-t,0,1)':enable='lt(t,6)'";
