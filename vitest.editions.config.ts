import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Slow tests of the editions that `npm run build:…` makes; `BROWSER=firefox` opens the portable one in Firefox. */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    include: ['tests/editions/**/*.test.ts'],
    globalSetup: 'tests/editions/setup.ts',
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // As for the site: what a page does may take long on a machine that is busy.
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
  },
});
