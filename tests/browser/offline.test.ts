/** The network goes and comes back, in a browser of its own: the emulation is not for one page alone. */
import { expect, inject, test } from 'vitest';
import { loadBook } from '../../src/book/book.ts';
import { useBrowser } from '../browser.ts';

const open = useBrowser();

test('without a network the demo says so, and runs once it is back', async () => {
  const { page } = await open();
  const label = loadBook().labels.find(({ id }) => id === 'demo-text-classification');
  await page.goto(`${inject('site')}${label?.page}/`);
  const demo = page.locator('ai-demo[name="text-classification"]');
  await demo.scrollIntoViewIfNeeded();
  const button = demo.locator('.demo-run button');
  const status = demo.locator('.demo-run [role=status]');
  await button.and(page.locator(':enabled')).waitFor();

  await page.context().setOffline(true);
  await button.click();
  await status.filter({ hasText: '网络断开了' }).waitFor({ timeout: 60_000 });
  expect((await button.innerText()).trim()).toBe('重试');

  await page.context().setOffline(false);
  await button.click();
  await status.filter({ hasText: '现场结果' }).waitFor({ timeout: 60_000 });
});
