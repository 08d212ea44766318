import { defineConfig } from 'vitest/config';

/** Three kinds of tests: pure code in Node, real inference in Chromium, the built site end to end. */
export default defineConfig({
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts', 'tests/site/**/*.test.ts'],
          globalSetup: 'tests/setup.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
    // Two cores: a browser and its server beside each worker are enough.
    maxWorkers: 2,
  },
});
