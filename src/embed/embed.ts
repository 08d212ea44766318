/**
 * `embed.js`, for pages of other people: makes `<ai-demo name="…">` a frame with the demo, fits frames to
 * the height of what is in them, copied ones too, and passes on what they tell as DOM events.
 *
 * @fires ai-demo:resize with `{ name, height }`
 * @fires ai-demo:result with `{ name, result }`
 * @fires ai-demo:error with `{ name, message }`
 */
import { HELLO, readMessage, THEME } from './messages.ts';
import { PERMISSIONS, SANDBOX, SCHEME } from './snippets.ts';

declare global {
  /** Titles and usual height of every demo; the build puts them in. */
  const AI_DEMOS: Readonly<
    Record<string, readonly [title: string, englishTitle: string, height: number]>
  >;
  /** Addresses of the books whose `embed.js` already listens on this page. */
  var aiDemoHosts: string[] | undefined;
}

const OPTIONS = ['preset', 'theme', 'accent', 'hide', 'lang'];

/** Without a width, rows and grids would make it as narrow as a frame is by itself. */
const STYLE = `
  :host { display: block !important; box-sizing: border-box; width: 100% }
  iframe { display: block; width: 100%; border: 0; color-scheme: ${SCHEME} }`;

/** As a module it has no `currentScript`; then the address tells which script it is. */
const script =
  (document.currentScript as HTMLScriptElement | null) ??
  [...document.scripts].find(({ src }) => /\/embed\.js(\?|$)/.test(src));
const base = new URL('embed/', script?.src ?? location.href);
const hosts = (globalThis.aiDemoHosts ??= []);

/** Frames inside shadow roots, which no query finds, and the element that each belongs to. */
const owned = new Map<HTMLIFrameElement, HTMLElement>();

const warned = new Set<string>();

/** Says once in the console what is wrong. */
function warn(problem: string): void {
  if (warned.has(problem)) return;
  warned.add(problem);
  console.warn(`ai-demo: ${problem}`);
}

class AiDemo extends HTMLElement {
  static readonly observedAttributes = ['name', 'state', ...OPTIONS];
  // Out of reach of the page's own styles.
  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #frame = document.createElement('iframe');
  /** Whether a page has come into the frame. */
  #loaded = false;

  constructor() {
    super();
    // A sheet made by script needs no permission of a strict policy.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    this.#frame.loading = 'lazy';
    this.#frame.setAttribute('sandbox', SANDBOX);
    this.#frame.allow = PERMISSIONS;
    this.#frame.onload = () => {
      this.#loaded = true;
      // It may have changed on the way.
      this.#tellTheme();
    };
  }

  connectedCallback(): void {
    owned.set(this.#frame, this);
    this.#show();
  }

  disconnectedCallback(): void {
    owned.delete(this.#frame);
    this.#loaded = false;
  }

  attributeChangedCallback(attribute: string, before: string | null, after: string | null): void {
    if (!this.isConnected || before === after) return;
    // A new load would take from the reader what he has entered.
    if (attribute === 'theme' && this.#loaded) this.#tellTheme();
    else this.#show();
  }

  #show(): void {
    const name = this.getAttribute('name') ?? '';
    const [title, englishTitle, height] = AI_DEMOS[name] ?? [];
    if (!title) {
      // What stands in the element, a link by the copied code, does instead.
      this.#root.replaceChildren(document.createElement('slot'));
      this.#loaded = false;
      return warn(`there is no demo "${name}"`);
    }
    const url = new URL(`${name}/`, base);
    for (const option of OPTIONS) {
      const value = this.getAttribute(option);
      if (value) url.searchParams.set(option, value);
    }
    const state = this.getAttribute('state');
    if (state) url.hash = `?${state}`;
    this.#frame.title = (this.getAttribute('lang') === 'en' && englishTitle) || title;
    this.#frame.style.height ||= `${height}px`;
    // A new `src` of a loaded frame would be one more step back for the reader.
    if (this.#loaded) this.#frame.contentWindow?.location.replace(url);
    else if (this.#frame.src !== url.href) this.#frame.src = url.href;
    if (!this.#frame.isConnected) this.#root.replaceChildren(this.#frame);
  }

  #tellTheme(): void {
    const theme = this.getAttribute('theme') ?? 'auto';
    this.#frame.contentWindow?.postMessage({ type: THEME, theme }, base.href);
  }
}

function ours(): HTMLIFrameElement[] {
  return [...owned.keys(), ...document.querySelectorAll('iframe')].filter(({ src }) =>
    src.startsWith(base.href),
  );
}

if (!hosts.includes(base.href)) {
  hosts.push(base.href);
  addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
    const frame = source && ours().find(({ contentWindow }) => contentWindow === source);
    const message = frame && readMessage(data);
    if (!message) return;
    // A frame in a sandbox has the origin `null`; the source says for sure which frame it is.
    if (origin !== base.origin && origin !== 'null')
      return warn(`${base.origin} has moved to ${origin}: take embed.js and frames from there`);
    const { type, ...detail } = message;
    if (message.type === 'ai-demo:resize')
      frame.style.setProperty('height', `${message.height}px`, 'important');
    const target = owned.get(frame) ?? frame;
    target.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  });
  if (!customElements.get('ai-demo')) customElements.define('ai-demo', AiDemo);
  for (const frame of ours()) frame.contentWindow?.postMessage({ type: HELLO }, '*');
}
