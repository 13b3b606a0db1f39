import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** One editor at a time, of one build. */
export default defineConfig({
  test: {
    name: 'editor',
    include: ['*.test.ts'],
    globalSetup: [join(import.meta.dirname, 'support/build.ts')],
    fileParallelism: false,
    testTimeout: 30_000,
  },
});
