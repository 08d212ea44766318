/** The buttons that copy embed codes. */

import { siteRoot } from '../root.ts';

const REST = 2000;

for (const codes of document.querySelectorAll<HTMLElement>('.embed-code')) {
  const { root = '' } = codes.dataset;
  // The address the book was built for need not be the one it is read at.
  if (location.protocol.startsWith('http')) {
    for (const code of codes.querySelectorAll('code'))
      code.textContent = (code.textContent ?? '').replaceAll(root, siteRoot);
  }
  codes.addEventListener('click', ({ target }) => {
    const button = (target as Element).closest('button');
    const code = button?.closest('.way')?.querySelector('code');
    if (button && code) void copy(button, code);
  });
}

async function copy(button: HTMLButtonElement, code: HTMLElement): Promise<void> {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    button.textContent = '已复制';
  } catch {
    // Refused: at least the code stands ready for the keyboard.
    getSelection()?.selectAllChildren(code);
    button.textContent = '已选中，请按复制键';
  }
  setTimeout(() => (button.textContent = label), REST);
}
