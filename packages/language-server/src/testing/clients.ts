import { afterEach, expect } from 'vitest';
import { type StartOptions, startClient, type TestClient } from './client.ts';

/**
 * For a file of tests: starts clients, and ends what a test has started after it. A server that does not end as it should
 * fails that test.
 */
export function clientsOfTests(): (options?: StartOptions) => Promise<TestClient> {
  const started: TestClient[] = [];
  afterEach(async () => {
    const codes = await Promise.all(started.splice(0).map((client) => client.stop()));
    expect(codes.filter((code) => code !== 0)).toEqual([]);
  });
  return async (options = {}) => {
    const client = await startClient(options);
    started.push(client);
    return client;
  };
}
