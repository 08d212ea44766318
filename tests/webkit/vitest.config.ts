import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** WebKitGTK, a browser of its own: `npm run test:browsers` runs these where it is installed. */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('../../src', import.meta.url)) } },
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['tests/webkit/*.test.ts'],
    globalSetup: 'tests/setup.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
