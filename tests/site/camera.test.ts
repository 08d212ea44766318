/** The camera of the demo of photos, with the one that Chromium can pretend to have. */
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { BROWSER_ARGS } from '../../scripts/find-browser.ts';
import { pageOf, reach } from './demo-tools.ts';

const ID = 'image-classification';

describe.runIf(inject('browserName') === 'chromium')('a real camera stream', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: inject('browserPath'),
      args: [
        ...BROWSER_ARGS,
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
      ],
    });
  });
  afterAll(() => browser?.close());

  test('begins with a click and ends with the picture, with the button, and with the page', async () => {
    const page = await browser.newPage();
    await page.addInitScript(() => {
      const tracks: MediaStreamTrack[] = [];
      Object.assign(globalThis, { tracks });
      const { getUserMedia } = MediaDevices.prototype;
      MediaDevices.prototype.getUserMedia = async function (...args) {
        const stream = await getUserMedia.apply(this, args);
        tracks.push(...stream.getTracks());
        return stream;
      };
    });
    const tracks = (): Promise<string[]> =>
      page.evaluate(() =>
        (globalThis as unknown as { tracks: MediaStreamTrack[] }).tracks.map(
          ({ kind, readyState }) => `${kind} ${readyState}`,
        ),
      );
    await page.goto(inject('site') + pageOf(ID));
    const demo = await reach(page, ID);
    const video = demo.locator('video');
    const start = async (): Promise<void> => {
      await demo.getByRole('button', { name: '用摄像头拍' }).click();
      await video.waitFor();
      await expect
        .poll(() => video.evaluate((it: HTMLVideoElement) => it.videoWidth), { timeout: 20_000 })
        .toBeGreaterThan(0);
    };
    expect(await tracks()).toEqual([]);

    await start();
    expect(await tracks()).toEqual(['video live']);
    await demo.getByRole('button', { name: '拍下这一张' }).press('Enter');
    await demo.locator('.demo-window img[src^="blob:"]').waitFor();
    expect(await tracks()).toEqual(['video ended']);

    await start();
    await demo.getByRole('button', { name: '关掉摄像头' }).click();
    await expect.poll(async () => (await tracks()).at(-1)).toBe('video ended');

    await start();
    await demo.evaluate((element) => element.remove());
    await expect.poll(async () => (await tracks()).at(-1)).toBe('video ended');
    await page.context().close();
  });

  test('is refused in a frame of another page, and no settings are blamed for it', async () => {
    const page = await browser.newPage();
    // The same server by another name is another origin; a script has no policy that forbids frames.
    await page.goto(`${inject('site').replace('localhost', '127.0.0.1')}embed.js`);
    await page.evaluate(
      (address) => {
        const frame = Object.assign(document.createElement('iframe'), { src: address });
        frame.style.cssText = 'width: 700px; height: 900px';
        document.body.replaceChildren(frame);
      },
      `${inject('site')}embed/${ID}/`,
    );
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button', { name: '用摄像头拍' }).click();
    await frame.locator('.demo-remarks', { hasText: '请到书里打开这个演示' }).waitFor();
    await page.context().close();
  });
});
