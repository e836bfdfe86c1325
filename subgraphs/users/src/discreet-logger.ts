import { type Logger, stdSerializers } from "pino";

const secrets = ["email", "password", "pin", "currentPin", "passwordHash", "pinHash", "accessToken", "refreshToken"];

/** What PostgreSQL says beside an error's message is the row it was about. */
const rows = ["detail", "where"];

/** MikroORM writes that into the message, and so into the stack. */
const rowInText = / *\n - detail: [\s\S]*?(?=\n {4}at |$)/g;

/** Belt and braces: nothing here logs a secret or an address, but an error that is logged brings along what it was about. */
export function discreetLogger(logger: Logger): Logger {
  const paths = [...secrets, ...rows].flatMap((name) => [name, `*.${name}`]);
  return logger.child({}, { redact: paths, serializers: { err: withoutRow } });
}

function withoutRow(error: Error) {
  const { message, stack, ...rest } = stdSerializers.err(error);
  return { ...rest, message: message.replaceAll(rowInText, ""), stack: stack.replaceAll(rowInText, "") };
}
