import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Three kinds of tests: pure code in Node, real inference in Chromium, the built site end to end. */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts', 'tests/site/**/*.test.ts'],
          globalSetup: 'tests/setup.ts',
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // What a page does may take long on a machine that is busy; a second is no measure of it.
          expect: { poll: { timeout: 60_000 } },
          // One of hundreds of pages that misses a moment on a busy machine is tried once more, and reported as such.
          retry: process.env['CI'] ? 1 : 0,
        },
      },
    ],
    // Two cores: a browser and its server beside each worker are enough.
    maxWorkers: 2,
  },
});
