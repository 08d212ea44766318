/**
 * The tiny part of a demo that every page with one carries: `<ai-demo name="…">` shows the recorded
 * result it came with, fetches the demo's code when it nears the viewport, and follows links to a state.
 */
import { isDemoId } from './registry.ts';
import type { IslandElement } from './ui/island-element.ts';
import { bringToLife, type LiveElement } from './upgrade.ts';

const elements = import.meta.glob<{ default: LiveElement }>('./*/element.ts');

class AiDemo extends HTMLElement {
  #live: IslandElement | undefined;
  /** As the last link to this demo asked for. */
  #state: string | undefined;
  #near = false;
  readonly #observer = new IntersectionObserver(
    (entries) => {
      this.#near = entries.at(-1)?.isIntersecting ?? false;
      this.#load();
    },
    { rootMargin: '600px' },
  );

  connectedCallback(): void {
    if (!isDemoId(this.#name)) return;
    this.#follow();
    this.#observer.observe(this);
    addEventListener('hashchange', this.#follow);
    addEventListener('online', this.#load);
  }

  disconnectedCallback(): void {
    this.#observer.disconnect();
    removeEventListener('hashchange', this.#follow);
    removeEventListener('online', this.#load);
  }

  get #name(): string {
    return this.getAttribute('name') ?? '';
  }

  readonly #follow = (): void => {
    const state = hashState(this.#name);
    if (state === undefined) return;
    this.#state = state;
    this.scrollIntoView({ block: 'center' });
    this.#live?.follow(state);
  };

  readonly #load = (): void => {
    if (!this.#near || this.#live) return;
    elements[`./${this.#name}/element.ts`]?.().then(
      ({ default: Live }) => {
        this.#live ??= bringToLife(this, Live, this.#state);
      },
      // The recorded result stays, until the reader comes by again or is online again.
      () => undefined,
    );
  };
}

/** The state in an address like `#demo-ner?text=…`, if it is meant for this demo. */
function hashState(name: string): string | undefined {
  const prefix = `#demo-${name}?`;
  return location.hash.startsWith(prefix) ? location.hash.slice(prefix.length) : undefined;
}

if (!customElements.get('ai-demo')) customElements.define('ai-demo', AiDemo);
