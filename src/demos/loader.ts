/**
 * The tiny part of a demo that every page with one carries: `<ai-demo name="…">` shows the recorded
 * result it came with, and fetches the demo's code when it nears the viewport.
 */
import { isDemoId } from './registry.ts';
import { bringToLife } from './upgrade.ts';

const elements = import.meta.glob<{ default: CustomElementConstructor }>('./*/element.ts');

class AiDemo extends HTMLElement {
  connectedCallback(): void {
    const name = this.getAttribute('name') ?? '';
    if (!isDemoId(name)) return;
    const state = hashState(name);
    if (state !== undefined) this.scrollIntoView({ block: 'center' });
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        void this.#upgrade(name, state);
      },
      { rootMargin: '600px' },
    );
    observer.observe(this);
  }

  async #upgrade(name: string, state: string | undefined): Promise<void> {
    const module = await elements[`./${name}/element.ts`]?.();
    if (module) bringToLife(this, module.default, state);
  }
}

/** The state in an address like `#demo-ner?text=…`, if it is meant for this demo. */
function hashState(name: string): string | undefined {
  const prefix = `#demo-${name}?`;
  return location.hash.startsWith(prefix) ? location.hash.slice(prefix.length) : undefined;
}

if (!customElements.get('ai-demo')) customElements.define('ai-demo', AiDemo);
