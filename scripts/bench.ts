/**
 * `npm run bench`: what the built book costs in time, bytes and memory, in a real browser, and how long it takes
 * to build. With `--write` the tables go into README.md; names of parts (`demos`, `pages`, `build`) choose among
 * them. Times are those of this machine: nothing else should run on it meanwhile.
 */
import path from 'node:path';
import { chromium } from 'playwright-core';
import { benchBuild } from './bench/build.ts';
import { benchDemos } from './bench/demos.ts';
import { machine } from './bench/machine.ts';
import { benchPages } from './bench/pages.ts';
import { BROWSER_ARGS, findBrowser } from './find-browser.ts';
import { report } from './report.ts';
import { buildSite, serve } from './site.ts';

const folder = path.resolve('dist');
const executablePath = findBrowser();
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));

const parts: Readonly<Record<string, () => Promise<string>>> = {
  async demos() {
    const { url, close } = await serve(folder);
    const text = await benchDemos(executablePath, url);
    close();
    return text;
  },
  pages: () => benchPages(executablePath, folder),
  build: () => Promise.resolve(benchBuild()),
};
for (const name of chosen)
  if (!(name in parts))
    throw new Error(`no part "${name}"; there are ${Object.keys(parts).join(', ')}`);

buildSite(folder);
const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS });
const browserName = `Chromium ${browser.version()}`;
await browser.close();
for (const [name, measure] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const conditions = machine(browserName);
  await report({ [`bench-${name}`]: `${await measure()}\n\n${conditions}` });
}
