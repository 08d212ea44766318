/** What automatic checks of accessibility object to on a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Formulas for the eye are hidden from screen readers and have the colour of the text around them. */
const FORMULAS = '.katex-html';

/** Rules whose answer depends on colours and sizes; the others judge the markup, whatever it looks like. */
export const LOOKS = [
  'color-contrast',
  'link-in-text-block',
  'scrollable-region-focusable',
  'target-size',
];

/** What axe objects to on `page`, or in `part` of it, each with the first offending elements; by all rules, or `only` some. */
export async function violations(
  page: Page,
  part = 'html',
  only: readonly string[] = [],
): Promise<string[]> {
  await reachableCode(page);
  await page.evaluate(axe);
  return page.evaluate(
    async ([context, formulas, rules]) => {
      const { axe: checker } = globalThis as unknown as {
        axe: { run(context: object, options: object): Promise<AxeResults> };
      };
      const { violations: found } = await checker.run(
        { include: [context], exclude: [formulas] },
        {
          resultTypes: ['violations'],
          iframes: false,
          ...(rules.length > 0 ? { runOnly: rules } : {}),
          // It takes a heading that is a formula for empty; those that are, are looked for below.
          rules: { 'empty-table-header': { enabled: false } },
        },
      );
      const empty = [...document.querySelectorAll(`${context} th`)].filter(
        (head) => !head.textContent?.trim(),
      );
      const sample = (elements: readonly string[]): string =>
        elements
          .slice(0, 3)
          .map((element) => element.slice(0, 200))
          .join(' … ');
      return [
        ...found.map(({ id, nodes }) => `${id}: ${sample(nodes.map(({ html }) => html))}`),
        ...(empty.length > 0 ? [`empty heading: ${sample(empty.map((th) => th.outerHTML))}`] : []),
      ];
    },
    [part, FORMULAS, only] as const,
  );
}

/** Empties the formulas for the eye but keeps the room they take: axe would look at ten thousand pieces for nothing. */
export function flattenFormulas(page: Page): Promise<void> {
  return page.locator(FORMULAS).evaluateAll((all) => {
    const boxes = all.map((formula) => formula.getBoundingClientRect());
    for (const [i, formula] of (all as HTMLElement[]).entries()) {
      formula.replaceChildren();
      formula.style.display = 'inline-block';
      formula.style.width = `${boxes[i]?.width ?? 0}px`;
      formula.style.height = `${boxes[i]?.height ?? 0}px`;
    }
  });
}

/** Waits until code that scrolls can be scrolled by keyboard: its script lets a moment pass after a change of size. */
async function reachableCode(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('pre')].every(
      (code) => code.scrollWidth <= code.clientWidth || code.tabIndex === 0,
    ),
  );
}
