/** The network goes and comes back, in a browser of its own: the emulation is not for one page alone. */
import { inject, test } from 'vitest';
import { useBrowser } from '../browser.ts';
import { openDemo, retry } from './reader.ts';

const open = useBrowser();

test('without a network the demo says so, and runs once it is back', async () => {
  const { page } = await open();
  const reader = await openDemo(page, inject('site'), 'text-classification');
  await page.context().setOffline(true);
  await reader.button.click();
  await reader.reads('网络断开了。连上网络后点「重试」，已经下载的部分不会重来。');
  await page.context().setOffline(false);
  await retry(reader);
});
