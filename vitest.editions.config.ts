import { defineConfig } from 'vitest/config';

/** Slow tests of the editions that `npm run build:…` makes; `BROWSER=firefox` opens the portable one in Firefox. */
export default defineConfig({
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  test: {
    include: ['tests/editions/**/*.test.ts'],
    globalSetup: 'tests/editions/setup.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
