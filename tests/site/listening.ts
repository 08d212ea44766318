/** How tests listen to a page. */
import type { Locator } from 'playwright-core';

/** Begins to write down what a screen reader would say of changes in `demo`. */
export async function listen(demo: Locator): Promise<void> {
  await demo.evaluate((element) => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    const spoken = new Map<Element, string>();
    const regions = (): Element[] => [
      ...element.querySelectorAll('[role=status], [role=alert], [aria-live]'),
    ];
    const text = (region: Element): string => {
      const copy = region.cloneNode(true) as Element;
      for (const silenced of copy.querySelectorAll('[aria-live=off]')) silenced.remove();
      return (copy.textContent ?? '').replace(/\s+/g, ' ').trim();
    };
    const silent = (region: Element): boolean =>
      region.getAttribute('aria-live') === 'off' ||
      region.getAttribute('aria-busy') === 'true' ||
      !region.checkVisibility();
    for (const region of regions()) spoken.set(region, text(region));
    new MutationObserver(() => {
      for (const region of regions()) {
        const now = text(region);
        if (silent(region) || spoken.get(region) === now) continue;
        spoken.set(region, now);
        if (now) said.push(now);
      }
    }).observe(element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['aria-live', 'aria-busy'],
    });
  });
}

/** What was said since `listen`. */
export function heard(demo: Locator): Promise<string[]> {
  return demo.evaluate(() => (globalThis as unknown as { said: string[] }).said);
}
