import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'language-server',
    include: ['**/*.test.ts'],
    globalSetup: ['../tui/src/testing/build.ts'],
    testTimeout: 30_000,
  },
});
