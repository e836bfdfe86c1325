export interface Tracked<Subject extends object> {
  /** To be used in the place of the object. */
  readonly tracked: Subject;
  /**
   * To be called by the last test of a suite.
   *
   * @throws Error that names the methods of the object that were never called
   */
  expectAllCalled(): void;
}

/**
 * Notes which methods of an object are called from outside; what it calls of its own does not count.
 *
 * @param called where the names are noted: a suite that opens a new object for each test hands the same set to all of them
 */
export function trackCalls<Subject extends object>(object: Subject, called: Set<PropertyKey> = new Set()): Tracked<Subject> {
  const tracked = new Proxy(object, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]): unknown => {
        called.add(property);
        return Reflect.apply(value, target, args);
      };
    },
  });
  return {
    tracked,
    expectAllCalled() {
      const missed = methodsOf(object).filter((method) => !called.has(method));
      if (missed.length > 0) throw new Error(`The suite never calls ${missed.map(String).join(", ")}.`);
    },
  };
}

/** Its own and its classes', symbols such as `Symbol.asyncDispose` included; getters are left alone. */
function methodsOf(object: object): readonly PropertyKey[] {
  const found = new Set<PropertyKey>();
  for (let owner: object | null = object; owner && owner !== Object.prototype; owner = Reflect.getPrototypeOf(owner)) {
    for (const name of Reflect.ownKeys(owner)) {
      const isMethod = typeof Reflect.getOwnPropertyDescriptor(owner, name)?.value === "function";
      if (isMethod && name !== "constructor") found.add(name);
    }
  }
  return [...found];
}
