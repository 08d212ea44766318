/**
 * Marks in the contents of a page where the reader is. In the place of Starlight's script of the same name, whose
 * search for headings keeps a phone busy for half a second in a chapter with formulas; astro.config.ts puts it there.
 */
import { currentHeading, onScroll } from './scrolling.ts';

/** Starlight's name for the title of a page. */
const TITLE = '_top';

export class StarlightTOC extends HTMLElement {
  #current = this.querySelector<HTMLAnchorElement>('a[aria-current="true"]');

  constructor() {
    super();
    const links = [...this.querySelectorAll('a')];
    onScroll(() => {
      const hash = `#${encodeURIComponent(currentHeading()?.id ?? TITLE)}`;
      const link = links.find((candidate) => candidate.hash === hash);
      if (link) this.current = link;
    });
  }

  /** The link to what is being read; the contents of small windows show it as well. */
  set current(link: HTMLAnchorElement) {
    if (link === this.#current) return;
    this.#current?.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
    this.#current = link;
  }
}

customElements.define('starlight-toc', StarlightTOC);
