/** What a window of a page keeps from its reader. */
import type { Page } from 'playwright-core';

/**
 * Text and controls of `page` that lie beyond its window, or beyond an edge that cuts them off, where no
 * scrolling leads; and whether the page as a whole scrolls sideways.
 */
export function lost(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Cut off on purpose: what only screen readers get, pictures behind a frame, the bar's copy of a heading. */
    const aside =
      '.sr-only, .katex-mathml, .demo-window img, .display-current, script, style, template';
    const slack = 1;
    type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

    /** Why nobody sees all of `box`, which belongs to `element`. */
    const reason = (element: Element, box: Box): string | undefined => {
      let { left, right, top, bottom } = box;
      for (let at: Element | null = element; at; at = at.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(at);
        const edge = at.getBoundingClientRect();
        // Where it scrolls, what matters from here on is the place that scrolls.
        if (/auto|scroll/.test(overflowX)) [left, right] = [edge.left, edge.right];
        else if (
          overflowX !== 'visible' &&
          (left < edge.left - slack || right > edge.right + slack)
        )
          return `cut off by ${at.outerHTML.slice(0, 80)}`;
        if (/auto|scroll/.test(overflowY)) [top, bottom] = [edge.top, edge.bottom];
        else if (
          overflowY !== 'visible' &&
          (top < edge.top - slack || bottom > edge.bottom + slack)
        )
          return `cut off by ${at.outerHTML.slice(0, 80)}`;
        if (position === 'fixed') break;
      }
      return left < -slack || right > innerWidth + slack ? 'beyond the window' : undefined;
    };

    const found: string[] = [];
    const visible = (element: Element): boolean =>
      !element.closest(aside) &&
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const note = (what: string, element: Element, box: Box): void => {
      const why = reason(element, box);
      if (why) found.push(`${what.trim().slice(0, 60)}: ${why}`);
    };

    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page: ${scrollWidth} wide`);
    const range = document.createRange();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const parent = node.parentElement;
      if (!parent || !node.textContent?.trim() || !visible(parent)) continue;
      range.selectNodeContents(node);
      const { left, right, top, bottom, width, height } = range.getBoundingClientRect();
      // Above and below what is written, a line of a drawing is empty.
      const air = parent instanceof SVGElement ? height / 5 : 0;
      if (width > 0)
        note(node.textContent, parent, { left, right, top: top + air, bottom: bottom - air });
    }
    for (const element of document.querySelectorAll(
      'button, input, select, textarea, summary, img, video, svg, [tabindex="0"]',
    ))
      if (visible(element)) note(element.outerHTML, element, element.getBoundingClientRect());
    return found;
  });
}
