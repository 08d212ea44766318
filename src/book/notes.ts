/** Closes an open note by Escape, as readers expect of anything that pops up. */
document.addEventListener('keydown', (event) => {
  const note = document.activeElement?.closest('.book-note');
  if (event.key === 'Escape' && document.activeElement instanceof HTMLElement && note)
    document.activeElement.blur();
});
