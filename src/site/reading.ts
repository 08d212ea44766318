/** How far the reader has come, kept on this device only: a bar on top, marks in the contents, a way back. */
import { readPlace, savePlace, type Place } from './place.ts';
import { currentHeading, onScroll } from './scrolling.ts';

const id = document.querySelector<HTMLMetaElement>('meta[name="book-page"]')?.content ?? '';

/** A page counts as read when its end has nearly been seen. */
const READ = 0.9;

function scrolled(): number {
  const height = document.documentElement.scrollHeight - innerHeight;
  return height > 0 ? Math.min(1, scrollY / height) : 1;
}

function markContents(pages: Place['pages']): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.sidebar-content a')) {
    const page = Object.entries(pages).find(
      ([path]) => new URL(path, location.href).pathname === link.pathname,
    );
    if (page && page[1] >= READ) link.dataset['read'] = 'true';
  }
}

// That of the cover is empty.
if (id && !['404', 'offline'].includes(id)) {
  const bar = document.createElement('div');
  bar.className = 'reading-progress';
  document.body.append(bar);
  markContents(readPlace().pages);

  onScroll(() => {
    const progress = scrolled();
    bar.style.setProperty('--reading-progress', String(progress));
    const heading = currentHeading();
    // Read anew: other tabs, or pages since this one was left, have written as well.
    const place = readPlace();
    place.pages[location.pathname] = Math.max(place.pages[location.pathname] ?? 0, progress);
    place.last = {
      href: location.pathname + (heading ? `#${heading.id}` : ''),
      title: document.querySelector('h1')?.textContent?.trim() ?? '',
      section: heading?.textContent?.trim() ?? '',
    };
    savePlace(place);
  });
}
