// What a browser's <input type="email"> takes, with a dot in the domain. Source: https://html.spec.whatwg.org/#valid-e-mail-address
const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const syntax = new RegExp(`^[a-z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${label}(?:\\.${label})+$`);

/** The one form in which an e-mail address is kept and compared, or `undefined` for what is not one. Its case says nothing. */
export function normaliseEmail(email: string): string | undefined {
  const normal = email.trim().toLowerCase();
  return normal.length <= 254 && syntax.test(normal) ? normal : undefined;
}
