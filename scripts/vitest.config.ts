import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { name: 'scripts', include: ['**/*.test.{ts,tsx}'], testTimeout: 30_000 },
});
