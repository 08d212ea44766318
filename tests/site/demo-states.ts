/** Every state that a demo can be in, one after another. */
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { DemoId } from '../../src/demos/registry.ts';
import { bringToLife } from './demo-tools.ts';

/** Brings a demo from state to state; gives the name of each once it is there. */
type States = (page: Page, demo: Locator) => AsyncGenerator<string>;

const button = (demo: Locator, name: string | RegExp): Locator =>
  demo.getByRole('button', { name, exact: true });

/** Waits for a remark with `text`. */
const remark = (demo: Locator, text: string): Promise<void> =>
  demo.locator('.demo-remarks', { hasText: text }).waitFor();

/** From the recording to the live result, with a failure on the way. */
async function* comingToLife(page: Page, demo: Locator): AsyncGenerator<string> {
  yield 'recorded';
  let fail = (): void => undefined;
  const failed = new Promise<void>((resolve) => (fail = resolve));
  await page.route('**/runtime/**', async (route) => {
    await failed;
    await route.abort();
  });
  await demo.locator('.demo-run button').press('Enter');
  await demo.locator('progress').waitFor();
  yield 'loading';
  fail();
  await button(demo, '重试').waitFor();
  yield 'failed';
  await page.unroute('**/runtime/**');
  await bringToLife(demo);
  yield 'live';
}

/** The batch: waiting for texts, with their results, and with a file that is too large. */
async function* batch(demo: Locator): AsyncGenerator<string> {
  const panel = demo.locator('.demo-batch');
  const status = panel.getByRole('status');
  await panel.locator('summary').press('Enter');
  await panel.locator('textarea').waitFor();
  yield 'with an empty batch';
  await panel
    .locator('textarea')
    .fill('王小明在北京大学读书。\n今天股市大涨，三家银行的理财收益率走低。');
  await button(panel, '全部判断').press('Enter');
  await status.filter({ hasText: '判断了2条' }).waitFor();
  yield 'with the results of a batch';
  await panel.locator('input[type=file]').setInputFiles({
    name: 'a.csv',
    mimeType: 'text/csv',
    buffer: Buffer.alloc(5_000_001, 'a'),
  });
  await status.filter({ hasText: '文件超过' }).waitFor();
  yield 'with a refused file';
}

/** A camera that is refused at first, and then shows a drawn picture. */
async function pretendCamera(page: Page): Promise<void> {
  await page.evaluate(() => {
    let refused = false;
    Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {
      value: () => {
        if (!refused) {
          refused = true;
          return Promise.reject(new DOMException('no', 'NotAllowedError'));
        }
        const canvas = document.createElement('canvas');
        canvas.getContext('2d')?.fillRect(0, 0, canvas.width, canvas.height);
        return Promise.resolve(canvas.captureStream());
      },
    });
  });
}

/** A calculator: with all its settings open, and with a number that it cannot take. */
const calculator: States = async function* (_, demo) {
  yield 'at first';
  await demo.locator('details').evaluateAll((all) => {
    for (const details of all as HTMLDetailsElement[]) details.open = true;
  });
  yield 'with all settings open';
  await demo.locator('.demo-presets button').nth(1).press('Enter');
  await demo.locator('.demo-presets button:nth-child(2)[aria-pressed=true]').waitFor();
  yield 'with another example';
  await demo.locator('.demo-field [type=text]').first().fill('很大');
  await remark(demo, '填得不对');
  yield 'with a wrong number';
  await button(demo, /复制这组数的链接/).press('Enter');
  await demo.getByText(/已复制|链接在地址栏里/).waitFor();
  yield 'with its link copied';
};

export const states: Readonly<Record<DemoId, States>> = {
  'text-classification': async function* (page, demo) {
    const text = demo.locator('textarea').first();
    await text.fill('火箭主场加时险胜');
    await remark(demo, '上一条');
    yield 'behind its text';
    yield* comingToLife(page, demo);
    await text.fill('');
    await remark(demo, '输入一条标题');
    yield 'without a text';
    await demo.locator('.demo-presets button').nth(1).press('Enter');
    await demo.locator('.marks .supports').first().waitFor();
    yield 'with another example';
    yield* batch(demo);
  },
  async *ner(page, demo) {
    yield* comingToLife(page, demo);
    await demo.locator('.demo-presets button').nth(1).press('Enter');
    const [rules, both] = ['规则', '两者的差别'].map((name) =>
      demo.getByRole('radio', { name, exact: true }),
    );
    await rules?.press('Space');
    await demo.locator('.demo-marked').filter({ hasNotText: '%' }).waitFor();
    yield 'with rules';
    await both?.press('Space');
    await demo.locator('.demo-legend', { hasText: '一致' }).waitFor();
    yield 'with what differs';
    await demo.locator('textarea').first().fill('');
    await demo.locator('.demo-marked', { hasText: '（空）' }).waitFor();
    yield 'without a text';
    yield* batch(demo);
  },
  'image-classification': async function* (page, demo) {
    await pretendCamera(page);
    yield* comingToLife(page, demo);
    await demo.locator('.demo-heat svg:not([aria-label*="还没有算"])').waitFor();
    yield 'with a heat map';
    const choose = demo.locator('input[type=file]');
    await choose.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no') });
    await remark(demo, '不是浏览器认识的图片');
    yield 'with a broken picture';
    await choose.setInputFiles(path.resolve('docs/screenshot.png'));
    await demo.locator('.movable img[src^="blob:"]').waitFor();
    yield 'with a photo to crop';
    await demo.locator('.demo-frame').dispatchEvent('dragover');
    await demo.locator('.demo-frame.dropping').waitFor();
    yield 'with a picture over it';
    await demo.locator('.demo-frame').dispatchEvent('dragleave');
    const camera = button(demo, '用摄像头拍');
    await camera.press('Enter');
    await remark(demo, '没有得到摄像头的许可');
    yield 'with its camera refused';
    await camera.press('Enter');
    await demo.locator('video').waitFor();
    yield 'with its camera on';
  },
  async *handwriting(page, demo) {
    await button(demo, '清空').press('Enter');
    await demo.locator('.demo-step').first().waitFor({ state: 'detached' });
    yield 'empty';
    await button(demo, '千').press('Enter');
    await remark(demo, '还没有识别');
    yield 'behind its drawing';
    yield* comingToLife(page, demo);
    await demo.locator('.demo-step').first().press('Enter');
    await demo.locator('.demo-step[aria-pressed=true]').first().waitFor();
    yield 'looking back';
    await button(demo, /〇/).press('Enter');
    await demo.locator('.demo-answer .unsure').waitFor();
    yield 'unsure';
  },
  'training-cost': calculator,
  'unit-economics': calculator,
};
