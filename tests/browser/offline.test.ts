/** The network goes and comes back. */
import { inject, test } from 'vitest';
import { useBrowser } from '../browser.ts';
import { openDemo, retry } from './reader.ts';

const open = useBrowser();

/** Cache Storage that takes its time, as it does on a busy device. */
function slowStorage(): void {
  const { open: openCache } = CacheStorage.prototype;
  CacheStorage.prototype.open = async function (name) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return openCache.call(this, name);
  };
}

// Where the worker's script fails before the model's download does, it must not be called missing.
test.each([
  ['', undefined],
  [', also where storage is slow', slowStorage],
])('without a network the demo says so, and runs once it is back%s', async (_, prepare) => {
  const { page } = await open();
  if (prepare) await page.addInitScript(prepare);
  const reader = await openDemo(page, inject('site'), 'text-classification');
  await page.context().setOffline(true);
  await reader.button.click();
  await reader.reads('网络断开了。连上网络后点「重试」，已经下载的部分不会重来。');
  await page.context().setOffline(false);
  await retry(reader);
});
