import { alive, canvas, gradient, painted, scattered, withLight } from "./painting.ts";

/** Northern lights over a ridge of firs, and the faint line of an old screen that passes now and then. */
export function northernStatic(): string {
  const stars = `(110+120*${scattered("X*3.1+Y")})*gt(${scattered("X*1.31+Y*7.17")},0.9965)/255`;
  const sky = withLight(gradient("Y/H", ["02040f", "061026", "0c2036", "14384a"]), "e8f0ff", stars);
  const ridge = "(H*0.80+20*sin(X/120+2)+8*sin(X/45))";
  const firs = `(10+9*${scattered("floor(X/9)")})*abs(mod(X,9)-4.5)/4.5`;
  const ground = { red: "3", green: "6", blue: "12", alpha: `255*clip(Y-${ridge}+14-${firs},0,1)` };
  const line = { red: "200", green: "255", blue: "235", alpha: "26*pow(sin(PI*Y/H),4)" };
  const lightColours = gradient("Y/H", ["3a1e8c", "5a3cd0", "20c0a0", "48ff98", "30d890"]);
  return [
    `${painted(canvas.width, canvas.height, sky)},format=gbrp[sky]`,
    `${alive(112, 63, curtains)},extractplanes=y,format=gbrp[curtains]`,
    `${painted(112, 63, lightColours)},format=gbrp[colours]`,
    "[curtains][colours]blend=all_mode=multiply,scale=640:360:flags=bicubic[lights]",
    "[sky][lights]blend=all_mode=screen:shortest=1,format=yuv420p[night]",
    `${painted(canvas.width, canvas.height, ground)}[ground]`,
    `${painted(canvas.width, 60, line)}[line]`,
    "[night][ground]overlay=format=yuv420[land]",
    "[land][line]overlay=format=yuv420:y='mod(t*46,H*2.4)-h'[scene]",
  ].join(";");
}

/** Two folded curtains: sharp at their lower edge, fading upwards, with rays that wander along them. */
const curtains = [
  // 0: across, 1 and 2: the lower edges, 3 and 4: the rays
  "st(0,X/W)",
  "st(1,0.58+0.10*sin(ld(0)*5.2+T*0.23)+0.05*sin(ld(0)*13-T*0.31))",
  "st(2,0.40+0.09*sin(ld(0)*4.1-T*0.17+2)+0.04*sin(ld(0)*17+T*0.27))",
  "st(3,0.55+0.25*sin(ld(0)*46+3*sin(ld(0)*9+T*0.4)+T*0.5)+0.2*sin(ld(0)*21-T*0.35))",
  "st(4,0.5+0.3*sin(ld(0)*37-2*sin(ld(0)*7-T*0.3)-T*0.4)+0.2*sin(ld(0)*15+T*0.3))",
  "255*clip(ld(3)*exp(-if(gt(Y/H,ld(1)),22*(Y/H-ld(1)),4.2*(ld(1)-Y/H)))*1.05+ld(4)*exp(-if(gt(Y/H,ld(2)),22*(Y/H-ld(2)),5*(ld(2)-Y/H)))*0.75,0,1)",
].join(";");
