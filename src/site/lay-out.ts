/**
 * Lays a chapter out piece by piece. Chapters have thousands of boxes of formulas, and a phone that laid them out in
 * one go would not answer for seconds; so theme.css leaves alone what is far from the screen until it gets the class
 * `laid-out` here, once the reader is there, in the moments that the browser has to spare.
 */

/** Elements that are laid out at once, at least: a few milliseconds of work on a slow phone. */
const PIECE = 100;

const blocks = [...document.querySelectorAll('.sl-markdown-content > *')];

/** Lays out the next blocks of about `elements` elements together. */
function layOut(elements: number): void {
  for (let count = 0; count < elements && blocks.length > 0;) {
    const block = blocks.shift();
    block?.classList.add('laid-out');
    count += 1 + (block?.querySelectorAll('*').length ?? 0);
  }
}

const layOutAll = (): void => layOut(Infinity);

// Safari has neither this nor, by theme.css, anything left to lay out.
const spare = globalThis.requestIdleCallback as typeof requestIdleCallback | undefined;

function next(): void {
  layOut(PIECE);
  if (blocks.length > 0) spare?.(next);
}

const once = { once: true, capture: true, passive: true };
if (!spare || location.hash) layOutAll();
else for (const sign of ['pointermove', 'touchstart', 'scroll']) addEventListener(sign, next, once);
// Whoever goes on by keyboard must find everything in its place.
addEventListener('keydown', layOutAll, once);
