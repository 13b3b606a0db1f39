import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'e2e',
    include: ['**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'editor/**'],
    testTimeout: 120_000,
  },
});
