import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<"argon2id", Argon2Parameters, Buffer>(argon2);

// Source: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
const cost = { memory: 19_456, passes: 2, parallelism: 1 };

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** A hash that no secret has, to check against where there is nothing to check, so that it takes as long. */
export const unmatchable = phcString(Buffer.alloc(16), Buffer.alloc(32));

/**
 * Hashes a password or PIN with argon2id.
 *
 * @returns a PHC string, which carries its parameters and salt.
 * Source: https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md
 */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(16);
  return phcString(salt, await derive("argon2id", { ...cost, message: bytesOf(secret), nonce: salt, tagLength: 32 }));
}

/** Whether a secret is the one that was hashed; it takes about as long either way. */
export async function verifySecret(hash: string, secret: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = phc.exec(hash) ?? [];
  if (salt === undefined || tag === undefined) throw new Error("a stored hash is not a PHC string of argon2id");
  const expected = Buffer.from(tag, "base64");
  const actual = await derive("argon2id", {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    message: bytesOf(secret),
    nonce: Buffer.from(salt, "base64"),
    tagLength: expected.length,
  });
  return timingSafeEqual(expected, actual);
}

function phcString(salt: Buffer, tag: Buffer): string {
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}

/** The same text typed on another keyboard may be other code points: NFKC makes them one (NIST SP 800-63B, 5.1.1.2). */
function bytesOf(secret: string): Buffer {
  return Buffer.from(secret.normalize("NFKC"));
}
