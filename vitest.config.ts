import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['packages/*', 'scripts', 'e2e', 'e2e/editor'],
    testTimeout: 30_000,
  },
});
