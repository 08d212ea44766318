/** Makes the editions as their commands do, and finds a browser, once for all tests. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { TestProject } from 'vitest/node';
import { findBrowser, findFirefox } from '../../scripts/find-browser.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder with the editions. */
    editions: string;
    /** Folder into which the portable edition was unpacked. */
    unpacked: string;
  }
}

export default function setup({ provide }: TestProject): () => void {
  for (const name of ['portable', 'epub', 'pdf']) {
    const { status } = spawnSync(process.execPath, [`scripts/${name}.ts`], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`the edition ${name} could not be made`);
  }
  const editions = path.resolve('editions');
  // As a reader gets it: from the ZIP file, in a folder with a space and Chinese in its name.
  const unpacked = path.resolve('.cache/editions-test/我的 书');
  const files = unzipSync(readFileSync(path.join(editions, 'ai-startup-book-portable.zip')));
  for (const [name, content] of Object.entries(files)) {
    const target = path.join(unpacked, name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  const browserName = process.env['BROWSER'] === 'firefox' ? 'firefox' : 'chromium';
  provide('browserName', browserName);
  provide('browserPath', browserName === 'firefox' ? findFirefox() : findBrowser());
  provide('editions', editions);
  provide('unpacked', unpacked);
  return () => rmSync(path.dirname(unpacked), { recursive: true, force: true });
}
