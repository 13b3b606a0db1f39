import { describe, expect, it } from 'vitest';
import { sharedFolder } from '../packages/core/src/testing/shared.ts';
import { runGolden } from './golden.ts';

const folder = sharedFolder('golden');

describe.skipIf(folder === undefined)('the golden cases', () => {
  it.each(['registries-conf.json', 'policy-json.json'])('of %s all pass', { timeout: 120_000 }, (file) => {
    const { passed, failures } = runGolden(folder!, file);
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(20);
  });
});
