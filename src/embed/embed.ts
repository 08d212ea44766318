/**
 * `embed.js`, for pages of other people: makes `<ai-demo name="…">` a frame with the demo, fits frames to
 * the height of what is in them, copied ones too, and passes on what they tell as DOM events.
 *
 * @fires ai-demo:resize with `{ name, height }`
 * @fires ai-demo:result with `{ name, result }`
 * @fires ai-demo:error with `{ name, message }`
 */
import { HELLO, readMessage } from './messages.ts';
import { PERMISSIONS, SANDBOX } from './snippets.ts';

declare global {
  /** Titles and usual height of every demo; the build puts them in. */
  const AI_DEMOS: Readonly<
    Record<string, readonly [title: string, englishTitle: string, height: number]>
  >;
  /** Addresses of the books whose `embed.js` already listens on this page. */
  var aiDemoHosts: string[] | undefined;
}

const OPTIONS = ['preset', 'theme', 'accent', 'hide', 'lang'];

/** As a module it has no `currentScript`; then the address tells which script it is. */
const script =
  (document.currentScript as HTMLScriptElement | null) ??
  [...document.scripts].find(({ src }) => /\/embed\.js(\?|$)/.test(src));
const base = new URL('embed/', script?.src ?? location.href);
const hosts = (globalThis.aiDemoHosts ??= []);

/** Frames inside shadow roots, which no query finds, and the element that each belongs to. */
const owned = new Map<HTMLIFrameElement, HTMLElement>();

class AiDemo extends HTMLElement {
  static readonly observedAttributes = ['name', 'state', ...OPTIONS];
  readonly #frame = document.createElement('iframe');

  constructor() {
    super();
    // Out of reach of the page's own styles. Styles set by script need no permission of a strict policy.
    this.attachShadow({ mode: 'open' }).append(this.#frame);
    this.#frame.style.cssText =
      'display:block;width:100%;border:0;color-scheme:light;background:none transparent';
    this.#frame.loading = 'lazy';
    this.#frame.setAttribute('sandbox', SANDBOX);
    this.#frame.allow = PERMISSIONS;
  }

  connectedCallback(): void {
    owned.set(this.#frame, this);
    this.style.setProperty('display', 'block', 'important');
    this.#show();
  }

  disconnectedCallback(): void {
    owned.delete(this.#frame);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#show();
  }

  #show(): void {
    const name = this.getAttribute('name') ?? '';
    const [title, englishTitle, height] = AI_DEMOS[name] ?? [];
    if (!title) return console.warn(`ai-demo: there is no demo "${name}"`);
    const url = new URL(`${name}/`, base);
    for (const option of OPTIONS) {
      const value = this.getAttribute(option);
      if (value) url.searchParams.set(option, value);
    }
    const state = this.getAttribute('state');
    if (state) url.hash = `?${state}`;
    if (this.#frame.src === url.href) return;
    this.#frame.title = (this.getAttribute('lang') === 'en' && englishTitle) || title;
    this.#frame.style.height ||= `${height}px`;
    this.#frame.src = url.href;
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
    // A frame in a sandbox has the origin `null`; the source says for sure which frame it is.
    if (origin !== base.origin && origin !== 'null') return;
    const frame = source && ours().find(({ contentWindow }) => contentWindow === source);
    const message = frame && readMessage(data);
    if (!message) return;
    const { type, ...detail } = message;
    if ('height' in detail) frame.style.setProperty('height', `${detail.height}px`, 'important');
    const target = owned.get(frame) ?? frame;
    target.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  });
  if (!customElements.get('ai-demo')) customElements.define('ai-demo', AiDemo);
  for (const frame of ours()) frame.contentWindow?.postMessage({ type: HELLO }, '*');
}
