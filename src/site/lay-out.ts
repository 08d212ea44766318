/**
 * Chapters have thousands of boxes of formulas, and a phone that lays them all out while the page arrives does not
 * answer for a second. theme.css leaves what is far from the screen alone until the reader does anything; then it is
 * laid out at once, so that nothing moves later on.
 */

/** Before any of these nobody needs what is out of sight. */
const SIGNS = ['pointerdown', 'pointermove', 'touchstart', 'wheel', 'keydown', 'focusin', 'scroll'];

const options = { capture: true, passive: true };

function layOut(): void {
  for (const sign of SIGNS) removeEventListener(sign, layOut, options);
  const blocks = [...document.querySelectorAll('.sl-markdown-content > *')];
  const seen = blocks.find((block) => block.getBoundingClientRect().bottom > 0);
  const before = seen?.getBoundingClientRect().top ?? 0;
  document.documentElement.classList.add('laid-out');
  // Who has scrolled already keeps what is in sight, whatever grew above it.
  if (seen && scrollY > 0) scrollBy(0, seen.getBoundingClientRect().top - before);
}

const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
// Back at a place, or on the way to one, that only the whole page has.
if (location.hash || visit?.type !== 'navigate') layOut();
else for (const sign of SIGNS) addEventListener(sign, layOut, options);
