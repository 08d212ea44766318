/** The demo of photos on the built site: choosing, dropping, pasting, the camera, and files that must not pass. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import jpeg from 'jpeg-js';
import { parseHTML } from 'linkedom';
import type { Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { describe, expect, inject, test } from 'vitest';
import { useBrowser } from '../browser.ts';
import { bringToLife, pageOf, reach, watchShifts } from './demo-tools.ts';

const ID = 'image-classification';
const open = useBrowser();

type Colour = readonly [red: number, green: number, blue: number];
const RED: Colour = [220, 30, 30];
const BLUE: Colour = [30, 60, 220];

/** RGBA of a picture whose left part is red and whose right part is blue. */
function halves(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 4, 255);
  for (let i = 0; i < width * height; i++) data.set(i % width < width / 2 ? RED : BLUE, i * 4);
  return data;
}

function pngFile(width: number, height: number): Buffer {
  const png = new PNG({ width, height });
  png.data = halves(width, height);
  return PNG.sync.write(png);
}

/** A JPEG with an EXIF segment that says how to turn it. */
function jpegFile(width: number, height: number, orientation: number): Buffer {
  const { data } = jpeg.encode({ width, height, data: halves(width, height) }, 90);
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  return Buffer.concat([
    data.subarray(0, 2),
    Buffer.of(0xff, 0xe1),
    length,
    exif,
    data.subarray(2),
  ]);
}

/** A GIF of one pixel, red first and then blue. */
function animatedGif(): Buffer {
  const frame = (code: number): number[] => [
    ...[0x21, 0xf9, 4, 0, 5, 0, 0, 0], // shown for 50 ms
    ...[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0],
    ...[2, 2, code, 1, 0],
  ];
  return Buffer.from([
    ...Buffer.from('GIF89a'),
    ...[1, 0, 1, 0, 0x80, 0, 0, ...RED, ...BLUE],
    ...[0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0'), 3, 1, 0, 0, 0],
    ...[...frame(0x44), ...frame(0x4c), 0x3b],
  ]);
}

/** Opens the demo, alone on its page where nothing else is said. */
async function visit(page: Page, address = `embed/${ID}/`): Promise<Locator> {
  await page.goto(inject('site') + address);
  return reach(page, ID);
}

async function choose(
  demo: Locator,
  name: string,
  mimeType: string,
  buffer: Buffer,
): Promise<void> {
  await demo.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
}

const remark = async (demo: Locator): Promise<string> =>
  (await demo.locator('.demo-remarks').textContent()) ?? '';
const source = (demo: Locator): Promise<string | null> =>
  demo.locator('.demo-window img').getAttribute('src');
const size = (demo: Locator): Promise<(string | null)[]> =>
  demo
    .locator('.demo-window img')
    .evaluate((image) => [image.getAttribute('width'), image.getAttribute('height')]);
const answer = async (demo: Locator): Promise<string> =>
  ((await demo.locator('.demo-answer').textContent()) ?? '').trim();

/** Colours of what the model sees at a place of its 32 × 32 pixels. */
function seenAt(demo: Locator, x: number, y: number): Promise<number[]> {
  return demo
    .locator('.demo-looks img')
    .first()
    .evaluate(
      async (element, [px, py]) => {
        const image = element as HTMLImageElement;
        await image.decode();
        const canvas = document.createElement('canvas');
        canvas.width = image.naturalWidth;
        canvas.height = image.naturalHeight;
        const context = canvas.getContext('2d');
        context?.drawImage(image, 0, 0);
        return [...(context?.getImageData(px, py, 1, 1).data ?? [])].slice(0, 3);
      },
      [x, y] as const,
    );
}

/** Whether a colour is about the one meant; JPEG and shrinking blur. */
const isAbout = (colour: readonly number[], meant: Colour): boolean =>
  meant.every((value, i) => Math.abs(value - (colour[i] ?? NaN)) < 40);

describe('the demo of photos', () => {
  describe('the recorded result', () => {
    test('stands in the page itself', () => {
      const html = readFileSync(path.join(inject('dist'), pageOf(ID), 'index.html'), 'utf8');
      const figure = parseHTML(html).document.querySelector(`#demo-${ID}`);
      expect(figure?.querySelector('.demo-window img')?.getAttribute('src')).toMatch(
        /^data:image\/svg/,
      );
      expect(figure?.querySelectorAll('.demo-bars tr')).toHaveLength(10);
      expect(figure?.querySelector('.demo-looks img')?.getAttribute('src')).toMatch(
        /^data:image\/png/,
      );
      expect(figure?.querySelector('.demo-heat svg')?.getAttribute('aria-label')).not.toContain(
        '还没有算',
      );
    });

    test('shows its pictures without JavaScript', async () => {
      const { page, problems } = await open({ javaScriptEnabled: false });
      await page.goto(`${inject('site')}${pageOf(ID)}`);
      for (const place of ['.demo-window img', '.demo-looks img']) {
        const image = page.locator(`#demo-${ID} ${place}`).first();
        await image.scrollIntoViewIfNeeded();
        await expect
          .poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth))
          .toBeGreaterThan(0);
      }
      expect(problems).toEqual([]);
    });

    test('comes live without moving the page', async () => {
      const { page, problems } = await open({ viewport: { width: 1000, height: 900 } });
      const shifts = await watchShifts(page);
      const demo = await visit(page, pageOf(ID));
      const before = await answer(demo);
      await bringToLife(demo);
      expect(await answer(demo)).toBe(before);
      expect(await shifts()).toEqual([]);
      expect(problems).toEqual([]);
    });
  });

  describe('a photo', () => {
    test('chosen from the device is shown, shrunk for the model, and classified', async () => {
      const { page, problems } = await open();
      await page.addInitScript(() => {
        const alive = new Set<string>();
        Object.assign(globalThis, { alive });
        const { createObjectURL, revokeObjectURL } = URL;
        URL.createObjectURL = (blob) => {
          const url = createObjectURL.call(URL, blob);
          if (blob instanceof Blob && blob.type.startsWith('image/')) alive.add(url);
          return url;
        };
        URL.revokeObjectURL = (url) => {
          alive.delete(url);
          revokeObjectURL.call(URL, url);
        };
      });
      const demo = await visit(page);
      await choose(demo, 'a.png', 'image/png', pngFile(1280, 640));
      await expect.poll(() => source(demo)).toMatch(/^blob:/);
      expect(await size(demo)).toEqual(['640', '320']);
      expect(isAbout(await seenAt(demo, 2, 16), RED)).toBe(true);
      expect(isAbout(await seenAt(demo, 30, 16), BLUE)).toBe(true);
      expect(await remark(demo)).toContain('还是上一张的');

      await bringToLife(demo);
      expect(await remark(demo)).toBe('');
      await expect
        .poll(() => demo.locator('.demo-heat svg').getAttribute('aria-label'), { timeout: 30_000 })
        .not.toContain('还没有算');

      for (const name of ['b.png', 'c.png']) await choose(demo, name, 'image/png', pngFile(64, 64));
      await expect.poll(() => size(demo)).toEqual(['64', '64']);
      await demo.locator('.demo-presets button').first().click();
      await expect
        .poll(() =>
          page.evaluate(() => (globalThis as unknown as { alive: Set<string> }).alive.size),
        )
        .toBe(0);
      expect(problems).toEqual([]);
    });

    test('is turned upright as its EXIF says', async () => {
      const { page } = await open();
      const demo = await visit(page);
      await choose(demo, 'turned.jpg', 'image/jpeg', jpegFile(320, 160, 6));
      await expect.poll(() => size(demo)).toEqual(['160', '320']);
      // Turned by a quarter, the left half lies on top.
      expect(isAbout(await seenAt(demo, 16, 2), RED)).toBe(true);
      expect(isAbout(await seenAt(demo, 16, 29), BLUE)).toBe(true);
    });

    test('may be animated, of one pixel, clear, or called something else', async () => {
      const { page, problems } = await open();
      const demo = await visit(page);
      await bringToLife(demo);
      await choose(demo, 'moving.gif', 'image/gif', animatedGif());
      await expect.poll(() => size(demo)).toEqual(['1', '1']);
      // Of an animation the first picture counts.
      expect(isAbout(await seenAt(demo, 16, 16), RED)).toBe(true);

      const clear = new PNG({ width: 30, height: 20 });
      await choose(demo, 'clear.png', 'image/png', PNG.sync.write(clear));
      await expect.poll(() => size(demo)).toEqual(['30', '20']);
      // What shines through is paper.
      expect(await seenAt(demo, 16, 16)).toEqual([255, 255, 255]);

      await choose(demo, 'a.jpg', 'image/jpeg', pngFile(50, 40));
      await expect.poll(() => size(demo)).toEqual(['50', '40']);
      expect(await answer(demo)).not.toBe('');
      expect(problems).toEqual([]);
    });

    test('can be cropped by dragging, with the slider and by keyboard', async () => {
      const { page } = await open({ viewport: { width: 1000, height: 900 } });
      const demo = await visit(page);
      await choose(demo, 'a.png', 'image/png', pngFile(640, 320));
      await expect.poll(() => size(demo)).toEqual(['640', '320']);
      expect(isAbout(await seenAt(demo, 2, 16), RED)).toBe(true);
      const frame = demo.locator('.demo-window');
      await frame.scrollIntoViewIfNeeded();
      const box = await frame.boundingBox();
      if (!box) throw new Error('the frame is not shown');
      await page.mouse.move(box.x + box.width - 20, box.y + 50);
      await page.mouse.down();
      await page.mouse.move(box.x + 20, box.y + 50, { steps: 8 });
      await page.mouse.up();
      await expect.poll(async () => isAbout(await seenAt(demo, 2, 16), BLUE)).toBe(true);

      await frame.focus();
      for (let i = 0; i < 25; i++) await page.keyboard.press('ArrowLeft');
      await expect.poll(async () => isAbout(await seenAt(demo, 30, 16), RED)).toBe(true);
      const width = () => demo.locator('.demo-window img').evaluate((image) => image.clientWidth);
      const before = await width();
      await page.keyboard.press('+');
      expect(await width()).toBeGreaterThan(before);
      await demo.getByRole('slider').fill('3');
      expect(await width()).toBeGreaterThan(before * 2.5);
    });

    test('can be dropped and pasted', async () => {
      const { page } = await open();
      const demo = await visit(page, pageOf(ID));
      const bytes = (width: number) => [...pngFile(width, width)];
      await demo.locator('.demo-frame').evaluate((frame, data) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(data)], 'a.png', { type: 'image/png' }));
        frame.dispatchEvent(
          new DragEvent('dragover', { dataTransfer: transfer, cancelable: true }),
        );
        frame.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
      }, bytes(40));
      await expect.poll(() => size(demo)).toEqual(['40', '40']);

      const paste = (width: number) =>
        page.evaluate((data) => {
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([new Uint8Array(data)], 'b.png', { type: 'image/png' }));
          const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
          // Firefox does not take it as an option.
          Object.defineProperty(event, 'clipboardData', { value: clipboardData });
          document.body.dispatchEvent(event);
        }, bytes(width));
      await paste(50);
      await expect.poll(() => size(demo)).toEqual(['50', '50']);

      // Out of sight it is not meant.
      await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
      await paste(60);
      await page.waitForTimeout(300);
      expect(await size(demo)).toEqual(['50', '50']);
    });
  });

  describe('a file that must not pass is explained', () => {
    const huge = pngFile(4, 4);
    huge.writeUInt32BE(10_000, 16);
    huge.writeUInt32BE(8_000, 20);
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>parent.hacked = 1; top.hacked = 1</script></svg>';
    const cases: [string, string, string, Buffer, string][] = [
      ['half of a PNG', 'a.png', 'image/png', pngFile(30, 30).subarray(0, 60), '损坏'],
      ['half of a JPEG', 'a.jpg', 'image/jpeg', jpegFile(60, 40, 1).subarray(0, 700), '损坏'],
      [
        'text that says it is a picture',
        'a.jpg',
        'image/jpeg',
        Buffer.from('hello'),
        '不是浏览器认识的图片',
      ],
      ['an SVG with a script', 'a.svg', 'image/svg+xml', Buffer.from(svg), 'SVG是矢量图'],
      ['a PDF', 'a.pdf', 'application/pdf', Buffer.from('%PDF-1.7\n'), 'PDF不是图片'],
      [
        'a HEIC photo',
        'a.heic',
        'image/heic',
        Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'),
        'HEIC',
      ],
      ['a picture of 80 megapixels', 'a.png', 'image/png', huge, '8000万像素'],
      ['an empty file', 'a.png', 'image/png', Buffer.alloc(0), '空的'],
    ];
    test.each(cases)('%s', async (_, name, mimeType, buffer, message) => {
      const { page, problems } = await open();
      const demo = await visit(page);
      const before = await source(demo);
      await choose(demo, name, mimeType, buffer);
      await expect.poll(() => remark(demo)).toContain(message);
      expect(await source(demo)).toBe(before);
      expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
      expect(problems).toEqual([]);
    });
  });

  test('a file of 41 MB is refused before it is read', async () => {
    const { page } = await open();
    const demo = await visit(page);
    await demo.locator('.demo-frame').evaluate((frame) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(
        new File([new Uint8Array(41_000_000)], 'a.png', { type: 'image/png' }),
      );
      frame.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    });
    await expect.poll(() => remark(demo)).toContain('41MB');
  });

  describe('the camera', () => {
    test('is asked for on a click, and let go after the picture', async () => {
      const { page, problems } = await open();
      await page.addInitScript(() => {
        const canvas = document.createElement('canvas');
        canvas.width = 320;
        canvas.height = 240;
        const context = canvas.getContext('2d');
        setInterval(() => {
          if (context) context.fillStyle = 'rgb(30, 60, 220)';
          context?.fillRect(0, 0, 320, 240);
        }, 30);
        const streams: MediaStream[] = [];
        Object.assign(globalThis, { streams });
        // Firefox has none before the page arrives.
        const devices = navigator.mediaDevices as MediaDevices | undefined;
        if (!devices) return;
        Object.defineProperty(devices, 'getUserMedia', {
          value: () => {
            const stream = canvas.captureStream(30);
            streams.push(stream);
            return Promise.resolve(stream);
          },
        });
      });
      const states = () =>
        page.evaluate(() =>
          (globalThis as unknown as { streams: MediaStream[] }).streams.map(
            (stream) => stream.getTracks()[0]?.readyState,
          ),
        );
      const demo = await visit(page);
      expect(await states()).toEqual([]);
      await demo.getByRole('button', { name: '用摄像头拍' }).click();
      const video = demo.locator('video');
      await video.waitFor();
      await expect.poll(() => video.evaluate((it: HTMLVideoElement) => it.videoWidth)).toBe(320);
      await demo.getByRole('button', { name: '拍下这一张' }).press('Enter');
      await expect.poll(() => size(demo)).toEqual(['320', '240']);
      expect(isAbout(await seenAt(demo, 16, 16), BLUE)).toBe(true);
      expect(await states()).toEqual(['ended']);

      await demo.getByRole('button', { name: '用摄像头拍' }).click();
      await video.waitFor();
      await demo.getByRole('button', { name: '关掉摄像头' }).click();
      await expect.poll(states).toEqual(['ended', 'ended']);
      expect(problems).toEqual([]);
    });

    test('that is refused is explained', async () => {
      const { page } = await open();
      await page.addInitScript(() => {
        Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {
          value: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
        });
      });
      const demo = await visit(page);
      await demo.getByRole('button', { name: '用摄像头拍' }).click();
      await expect.poll(() => remark(demo)).toContain('许可');
    });
  });

  test('a link carries a drawn scene and its square, never a photo', async () => {
    const { page } = await open();
    const demo = await visit(page, pageOf(ID));
    await demo.getByRole('button', { name: '厢式卡车' }).click();
    await demo.getByRole('slider').fill('2');
    const link = demo.getByRole('button', { name: '复制这张图的链接' });
    await link.click();
    await expect.poll(() => page.url()).toContain(`#demo-${ID}?preset=truck&crop=`);
    const style = () => demo.locator('.demo-window img').getAttribute('style');
    const { page: other } = await open();
    await other.goto(page.url());
    const copy = await reach(other, ID);
    expect(await copy.locator('.demo-window img').getAttribute('style')).toBe(await style());
    await choose(demo, 'a.png', 'image/png', pngFile(40, 40));
    await expect.poll(() => link.isDisabled()).toBe(true);
  });

  test('a link that cannot be read is said to be so', async () => {
    const { page, problems } = await open();
    const demo = await visit(page, `${pageOf(ID)}#demo-${ID}?preset=nothing&crop=x_1e999_`);
    expect(await remark(demo)).toContain('认不出来');
    expect(problems).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'on a phone, in the %s theme, nothing is in the way',
    async (colorScheme) => {
      const { page } = await open({ viewport: { width: 360, height: 740 }, colorScheme });
      const demo = await visit(page, pageOf(ID));
      expect(await demo.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    },
  );
});
