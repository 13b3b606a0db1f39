import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { name: 'io', include: ['**/*.test.{ts,tsx}'], testTimeout: 30_000 } });
