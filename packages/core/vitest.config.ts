import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'core',
    include: ['**/*.test.{ts,tsx}'],
    setupFiles: ['./src/testing/seed.ts'],
    testTimeout: 30_000,
  },
});
