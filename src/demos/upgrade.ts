import type { IslandElement } from './ui/island-element.ts';

/** The element of a demo. */
export type LiveElement = new () => IslandElement;

/**
 * Puts the live element in the place of the recorded markup inside `island`; it renders the same thing at
 * first.
 * @param Live the demo's element, which is registered as `ai-demo-<id>` if it is not yet.
 * @param state as in an address: `text=…` or `preset=…`.
 * @returns the live element.
 */
export function bringToLife(island: Element, Live: LiveElement, state?: string): IslandElement {
  const tag = `ai-demo-${island.getAttribute('name')}`;
  if (!customElements.get(tag)) customElements.define(tag, Live);
  const live = new Live();
  live.setAttribute(
    'recorded',
    island.querySelector('script[type="application/json"]')?.textContent ?? '',
  );
  if (state !== undefined) live.setAttribute('state', state);
  island.replaceChildren(live);
  return live;
}
