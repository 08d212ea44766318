/** Says below a page that it is on the device. */
import { siteRoot } from '../root.ts';
import { WHOLE_BOOK } from './manifest.ts';
import { isSaved } from './saved.ts';

/** Shows or hides the `span` in `element`, whose `data-path` names the page, now and whenever that changes. */
export function markSaved(element: HTMLElement): void {
  const mark = element.querySelector('span');
  const update = async (): Promise<void> => {
    if (mark)
      mark.hidden = !(await isSaved(siteRoot(), [element.dataset['path'] ?? '', WHOLE_BOOK]));
  };
  document.addEventListener('book-shelf:change', () => void update());
  void update();
}
