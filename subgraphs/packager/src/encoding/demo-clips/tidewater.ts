import { alive, gradient, painted, tinted, withLight } from "./painting.ts";

/** The sea at dusk: a low sun, its path of light on slow waves, clouds that hardly move. */
export function tidewater(): string {
  const sunDistance = "hypot(X-410,(Y-160)*1.02)";
  const dusk = withLight(
    gradient("pow(Y/H,0.9)", ["141a38", "3a2d5c", "8a4a72", "e0785c", "ffc078"]),
    "ffb060",
    `0.6*exp(-${sunDistance}/75)`,
  );
  const sky = withLight(dusk, "fff0c8", `clip((22-${sunDistance})/2,0,1)`);
  const streaks = "(sin(X/W*PI*4+3*sin(Y/12))+sin(X/W*PI*10+Y/5+1.3)+0.6*sin(X/W*PI*22+Y/3))";
  const clouds = { red: "255", green: "170", blue: "150", alpha: `80*clip(${streaks}/2.2-0.25,0,1)*sin(PI*Y/H)` };
  return [
    `${painted(640, 200, sky)}[sky]`,
    `${painted(640, 110, clouds, "gblur=sigma=5:sigmaV=1")},scroll=h=0.00015[clouds]`,
    "[sky][clouds]overlay=x=0:y=45:format=yuv420[above]",
    `${alive(160, 80, sea)},${tinted(["0c1230", "2c2c5a", "8c5068", "f09a68", "fff0cc"])},scale=640:160:flags=bicubic,format=yuv420p[below]`,
    "[above][below]vstack[scene]",
  ].join(";");
}

/** Waves get finer and slower towards the horizon; the light lies on those that face the sun. */
const sea = [
  // 0: how far away, 1: swell, 2: chop, 3: the sun's path
  "st(0,1/(Y/H+0.07))",
  "st(1,sin(ld(0)*5-T+2.2*sin(X/W*5+ld(0)*0.8+T*0.15)))",
  "st(2,sin(ld(0)*17+T*1.9+3.1*sin(X/W*19+ld(0)*1.7-T*0.6)))",
  "st(3,exp(-pow((X/W-0.641)/(0.035+0.2*Y/H),2)))",
  "255*clip(0.30-0.22*Y/H+0.045*ld(1)+0.025*ld(2)+ld(3)*(0.34+0.3*ld(2)+0.12*ld(1))*(1.05-0.55*Y/H),0.02,1)",
].join(";");
