import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['packages/*', 'scripts', 'e2e'],
    testTimeout: 30_000,
  },
});
