import { spawnSync } from 'node:child_process';
import type { Browser } from 'playwright-core';

/** Bytes that the processes of a browser's pages hold in memory, workers included. */
export async function pagesMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', ids.join(',')], { encoding: 'utf8' });
  return stdout
    .trim()
    .split(/\s+/)
    .reduce((sum, kibibytes) => sum + Number(kibibytes) * 1024, 0);
}
