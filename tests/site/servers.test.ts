/** The very same `dist/` on any static server, at the root and in a folder, with nothing configured. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { serve, type Served } from '../../scripts/site.ts';
import { useBrowser } from '../browser.ts';
import { bringToLife, pageOf, reach } from './demo-tools.ts';
import { staticServers, type StaticServer } from './static-servers.ts';

const dist = inject('dist');
const DEMO = 'text-classification';
const open = useBrowser();

/** A folder to serve, in which the site lies at `/a/b/`. */
const www = mkdtempSync(path.join(tmpdir(), 'www-'));
mkdirSync(path.join(www, 'a'));
symlinkSync(dist, path.join(www, 'a/b'));
afterAll(() => rmSync(www, { recursive: true }));

const own: StaticServer = { name: "the book's own server", start: (folder) => serve(folder) };
const places = [...staticServers, own].flatMap((server) => [
  { server, folder: dist, base: '' },
  { server, folder: www, base: 'a/b/' },
]);

describe.each(places)('$server.name at /$base', ({ server, folder, base }) => {
  let served: Served;
  let url: string;
  beforeAll(async () => {
    if (server.missing) return;
    served = await server.start(folder);
    url = served.url + base;
  });
  afterAll(() => served?.close());

  test('pages, assets, search and a live demo', async ({ skip }) => {
    if (server.missing) skip(server.missing);
    const { page, problems } = await open({ viewport: { width: 1280, height: 900 } });
    await page.goto(url);
    await page.locator('main a[href$="part-1/ch01/"]').first().click();
    await page.waitForURL(`${url}part-1/ch01/`);

    await page.keyboard.press('Control+k');
    await page.locator('book-search input').fill('注意力');
    const hit = page.locator('.hits a').first();
    await hit.waitFor();
    await hit.press('Enter');
    await page.waitForURL(
      (address) => !address.pathname.endsWith('/part-1/ch01/') || !!address.hash,
    );
    expect(page.url().startsWith(url)).toBe(true);

    await page.goto(url + pageOf(DEMO));
    await expect.poll(() => page.evaluate(() => document.fonts.check('1em KaTeX_Main'))).toBe(true);
    // At the root the embed below will do.
    if (base) await bringToLife(await reach(page, DEMO));
    expect(problems).toEqual([]);
  });

  test('an embed whose address lacks its last slash', async ({ skip }) => {
    if (server.missing) skip(server.missing);
    const { page } = await open();
    const input = page.locator('textarea').first();
    await page.goto(`${url}embed/${DEMO}?theme=dark#?text=${encodeURIComponent('一条标题')}`);
    expect(page.url()).toContain(`${url}embed/${DEMO}/?theme=dark#?text=`);
    await expect.poll(() => input.inputValue()).toBe('一条标题');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.locator('.demo-button.primary').first().click();
    await page.locator('.demo-status', { hasText: '现场结果' }).waitFor();
  });
});
