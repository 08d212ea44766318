/** Markup and very long texts in the demos of the built site: they are text, and the page stays alive. */
import { describe, expect, inject, test } from 'vitest';
import { useBrowser } from '../browser.ts';
import { bringToLife, pageOf, reach } from './demo-tools.ts';

const open = useBrowser();
const MARKUP =
  '<img src=x onerror="hacked=1"><script>hacked=1</script><svg onload="hacked=1">\u202e${hacked=1}';
const demos = ['text-classification', 'ner'];

describe.each(demos)('%s', (id) => {
  test.each(['book', 'embed'])('shows markup from a link as text, in the %s', async (place) => {
    const { page, problems } = await open();
    const state = new URLSearchParams({ text: MARKUP }).toString();
    const path = place === 'book' ? `${pageOf(id)}#demo-${id}?${state}` : `embed/${id}/#?${state}`;
    await page.goto(inject('site') + path);
    const demo = await reach(page, id);
    await bringToLife(demo);
    expect(await demo.locator('textarea').first().inputValue()).toBe(MARKUP);
    // Marks may stand in between.
    await expect
      .poll(() => demo.textContent(), { timeout: 20_000 })
      .toMatch(/<script>.*<\/script>.*<svg/s);
    expect(await demo.locator('script:not([type="application/json"]), img, svg').count()).toBe(0);
    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
    expect(problems).toEqual([]);
  });

  test('takes a text of a megabyte, as much of it as it can, and answers the next one', async () => {
    const { page, problems } = await open();
    await page.goto(`${inject('site')}embed/${id}/`);
    const demo = await reach(page, id);
    await bringToLife(demo);
    await demo.locator('textarea').first().fill('王小明从北京到上海。'.repeat(100_000));
    const told = id === 'ner' ? '只放进了前50,000个字' : '个字没有参与判断';
    await demo.locator('.demo-remarks', { hasText: told }).waitFor({ timeout: 60_000 });
    await demo.locator('textarea').first().fill('今天下雨');
    await expect.poll(() => demo.textContent(), { timeout: 60_000 }).toContain('今天下雨');
    expect(problems).toEqual([]);
  });
});

test.each([
  ['text-classification', 'text='.padEnd(3000, '字'), '链接里的标题读不出来，先放一条现成的。'],
  ['text-classification', 'preset=constructor', '链接里的标题读不出来，先放一条现成的。'],
  ['ner', 'text=甲&reading=__proto__', '链接里的文字读不出来，先放一段现成的。'],
])('a link to %s that cannot be used is said to be so: %s', async (id, state, remark) => {
  const { page, problems } = await open();
  await page.goto(`${inject('site')}${pageOf(id)}#demo-${id}?${state}`);
  const demo = await reach(page, id);
  await demo.getByText(remark).waitFor();
  expect(problems).toEqual([]);
});
