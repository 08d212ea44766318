/** Closes an open note by Escape, as readers expect of anything that pops up. */
document.addEventListener('keydown', (event) => {
  const note = document.activeElement?.closest('.book-note');
  if (event.key === 'Escape' && document.activeElement instanceof HTMLElement && note)
    document.activeElement.blur();
});

/** A printed answer cannot be unfolded, so printing unfolds them all. */
let folded: HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
  for (const details of folded) details.open = true;
});
addEventListener('afterprint', () => {
  for (const details of folded) details.open = false;
});
