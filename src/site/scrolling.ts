/** Where on its page a reader is. */

/** The heading of the section at the upper third of the window, if any. */
export function currentHeading(): Element | undefined {
  let current: Element | undefined;
  const headings = '.sl-markdown-content h2[id], .sl-markdown-content h3[id]';
  for (const heading of document.querySelectorAll(headings)) {
    // What is further down may not be laid out yet.
    if (heading.getBoundingClientRect().top >= innerHeight / 3) break;
    current = heading;
  }
  return current;
}

/** Calls `update` once the page is loaded and whenever it was scrolled, at most once a frame. */
export function onScroll(update: () => void): void {
  let waiting = false;
  const soon = (): void => {
    if (!waiting)
      requestAnimationFrame(() => {
        waiting = false;
        update();
      });
    waiting = true;
  };
  addEventListener('scroll', soon, { passive: true });
  if (document.readyState === 'complete') soon();
  else addEventListener('load', soon, { once: true });
}
