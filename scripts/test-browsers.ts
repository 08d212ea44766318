/**
 * `npm run test:browsers`: the tests of pages, demos and embeds in Firefox, a suite of its own in WebKitGTK. A browser
 * that is not installed is named and left out.
 */
import { spawnSync } from 'node:child_process';
import { findCommand, FIREFOX } from './find-browser.ts';

interface Suite {
  readonly name: string;
  /** What it needs on the PATH: one of each group. */
  readonly needs: readonly (readonly string[])[];
  /** Debian's packages for it. */
  readonly packages: string;
  /** Arguments for vitest. */
  readonly tests: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The files of `tests/site/` that run in Firefox too. */
const SITE = ['demo', 'embed', 'handwriting', 'image', 'ner', 'reading', 'site', 'tools'];

const suites: readonly Suite[] = [
  {
    name: 'Firefox',
    // What FIREFOX_PATH names need not be on the PATH.
    needs: process.env['FIREFOX_PATH'] ? [] : [FIREFOX],
    packages: 'firefox-esr',
    tests: ['--project', 'browser', ...SITE.map((name) => `tests/site/${name}.test.ts`)],
    env: { BROWSER: 'firefox' },
  },
  {
    name: 'WebKitGTK',
    needs: [['WebKitWebDriver'], ['Xvfb']],
    packages: 'webkit2gtk-driver and xvfb',
    tests: ['--config', 'tests/webkit/vitest.config.ts'],
    env: {},
  },
];

let failed = false;
for (const { name, needs, packages, tests, env } of suites) {
  if (!needs.every((commands) => findCommand(commands))) {
    console.log(`${name}: skipped; Debian has it as ${packages}.`);
    continue;
  }
  console.log(`${name}:`);
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', ...tests],
    {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    },
  );
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
