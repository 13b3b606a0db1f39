/** The few assertions of the tests, for a host without Node. */
const assert = {
  ok(value: unknown, message = 'not as expected'): void {
    if (!value) throw new Error(message);
  },
  equal(actual: unknown, expected: unknown): void {
    if (actual !== expected) throw new Error(`${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
  },
  deepEqual(actual: unknown, expected: unknown): void {
    if (JSON.stringify(actual) !== JSON.stringify(expected))
      throw new Error(`${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
  },
  match(actual: string, expected: RegExp): void {
    if (!expected.test(actual)) throw new Error(`${actual} does not match ${expected}`);
  },
  doesNotMatch(actual: string, expected: RegExp): void {
    if (expected.test(actual)) throw new Error(`${actual} matches ${expected}`);
  },
};

export default assert;

/** No test of that host loads a file. */
export const createRequire = undefined;
