/** What tests of single demos on the built site share. */
import type { Locator, Page } from 'playwright-core';
import { demoLabel } from '../../src/book/book.ts';

/** Path of the page with demo `id`, under the site's address. */
export function pageOf(id: string): string {
  const label = demoLabel(id);
  if (!label) throw new Error(`no chapter has the demo ${id}`);
  return `${label.page}/`;
}

/** Gives the sign of a reader that has a chapter laid out as a whole, and waits until it shows. */
export async function layOut(page: Page): Promise<void> {
  await page.evaluate(async () => {
    dispatchEvent(new Event('scroll'));
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  });
}

/** Scrolls past all demos of a page, so that their live elements are in place. */
export async function wakeDemos(page: Page): Promise<void> {
  await layOut(page);
  for (const demo of await page.locator('ai-demo[name]').all()) {
    await demo.scrollIntoViewIfNeeded();
    await demo.locator(':scope > :defined:not(.demo)').first().waitFor();
  }
}

/** Scrolls to a demo and waits for its live element. */
export async function reach(page: Page, id: string): Promise<Locator> {
  await layOut(page);
  const demo = page.locator(`ai-demo[name="${id}"]`);
  await demo.scrollIntoViewIfNeeded();
  await demo.locator('.demo-run button:enabled').waitFor();
  return demo;
}

/** Loads the model and waits for the first live result. */
export async function bringToLife(demo: Locator): Promise<void> {
  await demo.locator('.demo-run button').press('Enter');
  await demo.locator('.demo-status', { hasText: '现场结果' }).waitFor({ timeout: 60_000 });
}

/**
 * Records which elements move up or down on `page` from its next load on, once it has arrived; gives a function that
 * names them. The status line may re-centre its own text in the room kept for it.
 */
export async function watchShifts(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Object.assign(globalThis, { shifts });
    interface Shift extends PerformanceEntry {
      readonly sources: { node?: Node; previousRect: DOMRect; currentRect: DOMRect }[];
    }
    // While a page arrives, a table finds its columns anew with every row.
    addEventListener('load', () =>
      new PerformanceObserver((list) => {
        for (const { sources } of list.getEntries() as Shift[])
          for (const { node, previousRect, currentRect } of sources)
            if (
              Math.abs(previousRect.y - currentRect.y) > 1 &&
              currentRect.height > 0 &&
              node instanceof Element &&
              !node.closest('.demo-run')
            )
              shifts.push(`${node.tagName} ${node.className}`);
      }).observe({ type: 'layout-shift' }),
    );
  });
  return () => page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts);
}
