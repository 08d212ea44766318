/** The buttons that copy embed codes. */

import { siteRoot } from '../root.ts';

/** Milliseconds that a message stands. */
const REST = 2000;

let timer: ReturnType<typeof setTimeout> | undefined;

for (const codes of document.querySelectorAll<HTMLElement>('.embed-code')) {
  const { root = '' } = codes.dataset;
  // The address the book was built for need not be the one it is read at.
  if (location.protocol.startsWith('http')) {
    for (const code of codes.querySelectorAll('code'))
      code.textContent = (code.textContent ?? '').replaceAll(root, siteRoot);
  }
  codes.addEventListener('click', ({ target }) => {
    const button = (target as Element).closest('button');
    const way = button?.closest('.way');
    const [code, status] = [way?.querySelector('code'), way?.querySelector('[role=status]')];
    if (code && status) void copy(code, status);
  });
}

async function copy(code: Element, status: Element): Promise<void> {
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    say(status, '已复制');
  } catch {
    // Refused: at least the code stands ready for the keyboard.
    getSelection()?.selectAllChildren(code);
    say(status, '已选中，请按复制键');
  }
}

/** Says `message` for a while, in the place of what was said before. */
function say(status: Element, message: string): void {
  clearTimeout(timer);
  const clear = (): void => {
    for (const any of document.querySelectorAll('.embed-code [role=status]')) any.textContent = '';
  };
  clear();
  status.textContent = message;
  timer = setTimeout(clear, REST);
}
