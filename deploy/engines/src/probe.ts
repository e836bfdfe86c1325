import { connect, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Sends a question over TCP, and says whether what comes back within a second is the answer. */
export function answers({ host, port }: Address, question: Buffer, isAnswer: (reply: Buffer) => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    let reply = Buffer.alloc(0);
    const end = (found: boolean) => {
      socket.destroy();
      resolve(found);
    };
    socket
      .once("connect", () => socket.write(question))
      .on("data", (data) => {
        reply = Buffer.concat([reply, data]);
        if (isAnswer(reply)) end(true);
        else if (reply.length > 1_024) end(false);
      })
      .once("timeout", () => end(false))
      .once("error", () => end(false))
      .once("close", () => end(false));
  });
}

/** Whether a server could listen there now. */
export function isFree({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** Whether it is free within two seconds: of a process that was killed, the threads that hold its port may go after it has. */
export async function isFreeSoon(address: Address): Promise<boolean> {
  for (const deadline = Date.now() + 2_000; Date.now() < deadline; await wait(50)) {
    if (await isFree(address)) return true;
  }
  return false;
}
