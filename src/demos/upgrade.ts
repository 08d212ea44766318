/**
 * Puts the live element in the place of the recorded markup inside `island`; it renders the same thing at
 * first.
 * @param state as in an address: `text=…` or `preset=…`.
 */
export function bringToLife(island: Element, Live: CustomElementConstructor, state?: string): void {
  const live = new Live();
  live.setAttribute(
    'recorded',
    island.querySelector('script[type="application/json"]')?.textContent ?? '',
  );
  if (state !== undefined) live.setAttribute('state', state);
  island.replaceChildren(live);
}
