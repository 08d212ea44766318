/**
 * `npm run test:browsers`: the site suite in browsers other than Chromium. One that is not installed is named
 * and left out.
 */
import { spawnSync } from 'node:child_process';
import { findCommand } from './find-browser.ts';

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

const SITE = ['demo', 'embed', 'handwriting', 'image', 'ner', 'reading', 'site', 'tools'];

const suites: readonly Suite[] = [
  {
    name: 'Firefox',
    needs: [['firefox-esr', 'firefox']],
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
