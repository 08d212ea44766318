/** The book in WebKitGTK: read, searched, coloured, and with every model at work. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { demoLabel } from '../../src/book/book.ts';
import { demos, type DemoId } from '../../src/demos/registry.ts';
import { openWebKit, type WebKitPage } from './driver.ts';

const CONTROL = '\uE009';
const site = inject('site');
const withModel = (Object.keys(demos) as DemoId[]).filter((id) => demos[id].models.length > 0);
const addresses = readdirSync(inject('dist'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.html') && !name.startsWith('embed'))
  .map((name) =>
    name
      .split(path.sep)
      .join('/')
      .replace(/(^|\/)index\.html$/, '$1'),
  );

let page: WebKitPage;
beforeAll(async () => {
  page = await openWebKit();
});
afterAll(() => page?.close());

/** Brings demo `id` on the open page to life: what it answered before and after, and its status line. */
function bringToLife(id: string): Promise<{ recorded: string; live: string; status: string }> {
  return page.run(async (name) => {
    const demo = document.querySelector(`ai-demo[name="${name}"]`);
    if (!demo) throw new Error(`no demo ${name}`);
    const answer = (): string =>
      (demo.querySelector('.demo-answer, .demo-marked')?.textContent ?? '')
        .replace(/\s+/g, ' ')
        .trim();
    const status = (): string => demo.querySelector('.demo-status')?.textContent ?? '';
    const until = (holds: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (holds()) resolve();
          else setTimeout(look, 50);
        };
        look();
      });
    const recorded = answer();
    demo.scrollIntoView();
    await until(() => demo.querySelector('.demo-run button:enabled') !== null);
    demo.querySelector<HTMLButtonElement>('.demo-run button')?.click();
    await until(() =>
      /现场结果|重试/.test(`${status()}${demo.querySelector('.demo-run')?.textContent}`),
    );
    return { recorded, live: answer(), status: status() };
  }, id);
}

const chapterOf = (id: string): string => `${site}${demoLabel(id)?.page}/`;

test('every page shows its text, formulas and diagrams, and no wider than the window', async () => {
  const wrong: string[] = [];
  for (const address of addresses) {
    await page.goto(site + address);
    const problems = await page.run(async () => {
      const found: string[] = [];
      if (!document.querySelector('h1')?.textContent?.trim()) found.push('no title');
      for (const image of document.querySelectorAll<HTMLImageElement>('main img')) {
        image.loading = 'eager';
        await image.decode().catch(() => found.push(`no picture ${image.src.slice(0, 80)}`));
      }
      for (const formula of document.querySelectorAll('main .katex'))
        if (!formula.closest('details') && formula.getBoundingClientRect().height < 5)
          found.push(`no formula ${formula.textContent}`);
      if (document.documentElement.scrollWidth > innerWidth) found.push('too wide');
      return found;
    });
    wrong.push(...problems.map((problem) => `${address}: ${problem}`));
  }
  expect(wrong).toEqual([]);
});

test.each(['注', '注意', 'BERT 模型'])('the search finds 「%s」', async (query) => {
  await page.goto(`${site}guide/`);
  await page.press(CONTROL, 'k');
  const marks = await page.run(async (text) => {
    const until = <Value>(look: () => Value | undefined | null | false): Promise<Value> =>
      new Promise((resolve) => {
        const again = (): void => {
          const value = look();
          if (value) resolve(value);
          else setTimeout(again, 50);
        };
        again();
      });
    const input = await until(() =>
      document.querySelector<HTMLInputElement>('dialog[open] input[type=search]'),
    );
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await until(() =>
      /^找到\d+处$/.test(document.querySelector('book-search .status')?.textContent ?? ''),
    );
    return [...document.querySelectorAll('book-search .hits mark')].map((mark) => mark.textContent);
  }, query);
  for (const word of query.split(' ')) expect(marks).toContain(word);
});

test('the dark theme is dark, and stays over a change of page', async () => {
  const ground = (): Promise<string> =>
    page.run(() => getComputedStyle(document.body).backgroundColor);
  await page.goto(`${site}guide/`);
  const light = await ground();
  await page.run(async () => {
    // a reader cannot be quicker than the script behind the choice, a test can
    await customElements.whenDefined('starlight-theme-select');
    const select = document.querySelector<HTMLSelectElement>('starlight-theme-select select');
    if (!select) throw new Error('no choice of theme');
    select.value = 'dark';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(await ground()).not.toBe(light);
  await page.goto(`${site}part-1/ch01/`);
  expect(await page.run(() => document.documentElement.dataset['theme'])).toBe('dark');
});

test('notes open on focus, answers of exercises on a click', async () => {
  await page.goto(`${site}part-1/ch01/`);
  const seen = await page.run(() => {
    const trigger = document.querySelector<HTMLElement>('.book-term .trigger');
    trigger?.focus();
    const note = trigger?.closest('.book-note')?.querySelector('.book-note-body');
    const answer = document.querySelector<HTMLDetailsElement>('details.book-answer');
    answer?.querySelector('summary')?.click();
    return { note: note && getComputedStyle(note).visibility, answer: answer?.open };
  });
  expect(seen).toEqual({ note: 'visible', answer: true });
});

test('the cover offers to read on', async () => {
  await page.goto(`${site}part-1/ch01/`);
  await page.run(async () => {
    document.querySelector('#s1-2')?.scrollIntoView({ behavior: 'instant' });
    while (!localStorage.getItem('ai-book:place')?.includes('#s1-2'))
      await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await page.goto(site);
  expect(await page.run(() => document.querySelector('.cover .resume')?.textContent)).toContain(
    '1.2',
  );
});

describe('a demo', () => {
  test.each(withModel)('%s runs its model and answers as in the recording', async (id) => {
    await page.goto(chapterOf(id));
    const { recorded, live, status } = await bringToLife(id);
    expect(status).toContain('现场结果');
    expect(live).toBe(recorded);
  });

  test('takes its model from the cache on the second visit', async () => {
    await page.goto(chapterOf('handwriting'));
    await bringToLife('handwriting');
    // It is stored on the side, and may take longer than the first answer.
    await page.run(async () => {
      const runtime = async (): Promise<boolean> =>
        (await (await caches.open('ai-book-inference-1')).keys()).some(({ url }) =>
          url.includes('/onnxruntime.'),
        );
      while (!(await runtime())) await new Promise((resolve) => setTimeout(resolve, 100));
    });
    await page.goto(chapterOf('handwriting'));
    expect((await bringToLife('handwriting')).status).toContain('模型取自本机缓存');
  });

  test('runs in its embed', async () => {
    await page.goto(`${site}embed/handwriting/`);
    expect((await bringToLife('handwriting')).status).toContain('现场结果');
  });
});
