/** What paper needs: answers unfolded, since nobody can unfold them there, and the colours of the light theme. */

const root = document.documentElement;
let folded: HTMLDetailsElement[] = [];
let theme: string | undefined;

addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
  for (const details of folded) details.open = true;
  theme = root.dataset['theme'];
  root.dataset['theme'] = 'light';
});
addEventListener('afterprint', () => {
  for (const details of folded) details.open = false;
  root.dataset['theme'] = theme;
});
