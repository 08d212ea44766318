/** On the page that stands in for one that is not stored: the way back to that one, and what can be read now. */
import { siteRoot } from '../root.ts';
import { Shelf } from './shelf.ts';

/** The address that the reader wanted, if it is one of the book. */
function wanted(): string | undefined {
  const { href } = new URL(location.hash.slice(1), siteRoot());
  return location.hash && href.startsWith(siteRoot()) ? href : undefined;
}

async function listReadable(section: HTMLElement): Promise<void> {
  const shelf = await Shelf.open();
  const pages = await shelf.readable();
  const items = pages.map(({ id, title }) => {
    const link = document.createElement('a');
    link.href = new URL(id, siteRoot()).href;
    link.textContent = title;
    const item = document.createElement('li');
    item.append(link);
    return item;
  });
  section.querySelector('ul')?.append(...items);
  section.hidden = items.length === 0;
}

const target = wanted();
const again = document.querySelector<HTMLElement>('.again');
if (target && again) {
  again.querySelector('a')!.href = target;
  again.hidden = false;
  addEventListener('online', () => location.replace(target));
}

const readable = document.querySelector<HTMLElement>('.readable');
// Without storage there is nothing to list.
if (readable) listReadable(readable).catch(() => undefined);
