import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Ports that nobody listens on, below those that Linux gives to outgoing connections (32768 and up): a service that is started again
 * after a while finds its port as it left it.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found: number[] = [];
  let port = 20_000 + Math.floor(Math.random() * 11_000);
  for (; found.length < count && port < 32_768; port += 1) {
    if (await isFree(port)) found.push(port);
  }
  if (found.length < count) throw new Error(`expected ${count} free ports, found ${found.length}`);
  return found;
}

/** Whether a server could listen on it now. */
export async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, "127.0.0.1");
  try {
    await once(probe, "listening");
  } catch {
    return false;
  }
  probe.close();
  await once(probe, "close");
  return true;
}
