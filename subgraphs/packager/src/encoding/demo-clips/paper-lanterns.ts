import { canvas, gradient, painted, randomNumbers, scattered, withLight } from "./painting.ts";

/** Lanterns of warm paper rise over dark hills. */
export function paperLanterns(): string {
  const stars = `70*gt(${scattered("X*1.31+Y*7.17")},0.9975)*clip(1-Y/H*1.4,0,1)`;
  const night = withLight(gradient("Y/H", ["050818", "0e1030", "26163c", "5a2838", "8a4630"]), "ffffff", `(${stars})/255`);
  const hillTop = "(H*0.86+16*sin(X/95+1)+9*sin(X/37)+4*sin(X/13))";
  const hill = `clip(Y-${hillTop},0,1)`;
  const land = {
    red: `(${night.red})*(1-${hill})+10*${hill}`,
    green: `(${night.green})*(1-${hill})+7*${hill}`,
    blue: `(${night.blue})*(1-${hill})+16*${hill}`,
  };
  const flight = [...lanterns()];
  const bySize = sizes.map((size, kind) => {
    const names = flight.flatMap((one, index) => (one.kind === kind ? [`[lantern${index}]`] : []));
    return `${lantern(size)},split=${names.length}${names.join("")}`;
  });
  const rising = flight.map(
    ({ kind, x, phase, speed, sway }, index) =>
      `[air${index}][lantern${index}]overlay=format=yuv420:x='${x.toFixed(0)}+${sway.toFixed(1)}*sin(t*0.35+${phase.toFixed(2)}*6)':` +
      `y='H-mod(t*${speed.toFixed(2)}+${(phase * (canvas.height + 2 * (sizes[kind] ?? 0))).toFixed(0)},H+h)'[air${index + 1}]`,
  );
  return [`${painted(canvas.width, canvas.height, land)}[air0]`, ...bySize, ...rising, `[air${flight.length}]null[scene]`].join(";");
}

/** Width of a lantern with its glow: far, nearer, near. */
const sizes = [34, 58, 108] as const;

function* lanterns(): Generator<{ kind: number; x: number; phase: number; speed: number; sway: number }> {
  const random = randomNumbers(20);
  const next = () => random.next().value;
  for (const [kind, count] of [10, 7, 3].entries()) {
    const size = sizes[kind] ?? 0;
    for (let index = 0; index < count; index += 1) {
      const x = ((index + 0.2 + 0.6 * next()) / count) * canvas.width - size / 2;
      yield { kind, x, phase: next(), speed: (5 + 3 * next()) * (1 + kind * 0.7), sway: 4 + kind * 4 };
    }
  }
}

/** A paper cylinder with a flame low in it, in the middle of its glow. */
function lantern(width: number): string {
  const [x, y] = ["((X-W/2)/(W*0.2))", "((Y-H/2)/(H*0.27))"];
  const paper = `clip((1-pow(abs(${x})*(1+0.12*${y}),4)-pow(abs(${y}),6))*6,0,1)`;
  const flame = `exp(-(${x}*${x}*0.7+pow(${y}-0.55,2)*1.3))`;
  const glow = "exp(-pow(hypot((X-W/2)/W,(Y-H/2)/H)*3.4,2))";
  const paint = {
    red: `255-25*(1-${flame})*${paper}`,
    green: `110+125*${flame}*${paper}+20*${glow}`,
    blue: `45+120*pow(${flame},3)*${paper}`,
  };
  return painted(width, Math.round((width * 1.25) / 2) * 2, {
    ...paint,
    alpha: `255*clip(${paper}*0.96+0.42*${glow}*clip(1-2*hypot((X-W/2)/W,(Y-H/2)/H),0,1),0,1)`,
  });
}
