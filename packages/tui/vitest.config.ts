import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'tui',
    include: ['**/*.test.{ts,tsx}'],
    globalSetup: ['./src/testing/build.ts'],
    testTimeout: 30_000,
  },
});
