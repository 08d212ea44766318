/** The demos by keyboard alone: in, through every control, and out again. */
import { describe, expect, inject, test } from 'vitest';
import { demos, type DemoId } from '../../src/demos/registry.ts';
import { inFirefox, useBrowser } from '../browser.ts';
import { pageOf, reach } from './demo-tools.ts';
import { startBefore, walkThrough } from './keyboard.ts';

const ids = Object.keys(demos) as DemoId[];
const open = useBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);

describe.skipIf(inFirefox)('by keyboard alone', () => {
  test.each(ids)('a reader uses all of %s, sees where, and gets out again', async (id) => {
    const { page, problems } = await open({ viewport: { width: 1000, height: 800 } });
    await page.goto(inject('site') + pageOf(id));
    const demo = page.locator(`ai-demo[name="${id}"]`);
    await demo.scrollIntoViewIfNeeded();
    await demo.locator('button:enabled').first().waitFor();
    await startBefore(demo);
    expect(await walkThrough(page, demo)).toEqual([]);
    await page.keyboard.press('Shift+Tab');
    expect(await demo.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    expect(problems).toEqual([]);
  });

  test('a reader takes a photo, and is led to it', async () => {
    const { page } = await open();
    await page.goto(inject('site') + pageOf('image-classification'));
    const demo = await reach(page, 'image-classification');
    const camera = demo.getByRole('button', { name: '用摄像头拍' });
    await camera.press('Enter');
    await demo.locator('video').evaluate(
      (video: HTMLVideoElement) =>
        new Promise<void>((resolve) => {
          if (video.videoWidth > 0) resolve();
          else video.onloadeddata = () => resolve();
        }),
    );
    const focus = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    while ((await focus()) !== '拍下这一张') {
      expect(await demo.evaluate((it) => it.contains(document.activeElement))).toBe(true);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await demo.locator('.demo-window:focus img[src^="blob:"]').waitFor();
  });
});
