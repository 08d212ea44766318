/** What tests of single demos on the built site share. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { loadBook } from '../../src/book/book.ts';

/** Path of the page with demo `id`, under the site's address. */
export function pageOf(id: string): string {
  const label = loadBook().labels.find((candidate) => candidate.id === `demo-${id}`);
  if (!label) throw new Error(`no chapter has the demo ${id}`);
  return `${label.page}/`;
}

/** Scrolls to a demo and waits for its live element. */
export async function reach(page: Page, id: string): Promise<Locator> {
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
 * Records which elements move up or down on `page` from its next load on; gives a function that names
 * them. The status line may re-centre its own text in the room kept for it.
 */
export async function watchShifts(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Object.assign(globalThis, { shifts });
    interface Shift extends PerformanceEntry {
      readonly sources: { node?: Node; previousRect: DOMRect; currentRect: DOMRect }[];
    }
    new PerformanceObserver((list) => {
      for (const { sources } of list.getEntries() as Shift[])
        for (const { node, previousRect, currentRect } of sources)
          if (
            Math.abs(previousRect.y - currentRect.y) > 1 &&
            currentRect.height > 0 &&
            node instanceof Element &&
            !node.closest('.demo-run')
          )
            shifts.push(node.className);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe objects to in a demo. */
export async function violations(page: Page, id: string): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(
    (selector) =>
      (globalThis as unknown as { axe: { run(context: string): Promise<AxeResults> } }).axe.run(
        selector,
      ),
    `#demo-${id}`,
  );
  return found.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map(({ html }) => html).join(' … ')}`,
  );
}
