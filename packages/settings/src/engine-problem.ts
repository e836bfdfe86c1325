/**
 * An engine is missing or wrong. The message is for whoever runs the service, a sentence such as
 * `CASSANDRA_CONTACT_POINTS: expected a Cassandra at 127.0.0.1:9042, but the connection was refused.`
 */
export class EngineProblem extends Error {
  override readonly name = "EngineProblem";

  /**
   * @param variable the setting that says where the engine is, or what it has to be like
   * @param expected what was expected, with the host it was expected at; never a password
   * @param found what was found instead
   */
  constructor(
    readonly variable: string,
    readonly expected: string,
    readonly found: string,
    options?: ErrorOptions,
  ) {
    super(`${variable}: expected ${expected}, but ${found}.`, options);
  }
}
