/**
 * Brings the demo of an embed page to life. One classic script with all it needs: in a frame without an
 * origin of its own, modules are refused.
 */
import * as z from 'zod/mini';
import { bringToLife, type LiveElement } from '../demos/upgrade.ts';
import { HELLO, THEME, type FrameMessage } from './messages.ts';
import { readOptions, readState, themeSchema, type Options } from './options.ts';

type Body = FrameMessage extends infer M
  ? M extends FrameMessage
    ? Omit<M, 'name'>
    : never
  : never;

/** What the page around this one may ask for. */
const requestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal(HELLO) }),
  z.object({ type: z.literal(THEME), theme: themeSchema }),
]);

/** Above this relative luminance, black is easier to read on a colour than white. */
const LIGHT = 0.18;

/** Words that CSS takes for a colour though nothing could be read on or beside them. */
const COLOURLESS = /^(transparent|currentcolor|inherit|initial|unset|revert)/i;

const system = matchMedia('(prefers-color-scheme: dark)');

/**
 * Starts the page.
 * @param Live the element of the page's demo.
 */
export function start(Live: LiveElement): void {
  const island = document.querySelector('ai-demo');
  const name = island?.getAttribute('name');
  if (!island || !name) return;
  const { options, rejected } = readOptions(location.search);
  if (rejected.length > 0) console.warn(`ai-demo: ignored ${rejected.join(', ')}`);
  applyTheme(options.theme);
  if (options.accent) applyAccent(options.accent);
  document.documentElement.dataset['hide'] = options.hide.join(' ');
  if (globalThis.DEMO_LANGUAGE === 'en')
    document.title = document.querySelector('h1 > :lang(en)')?.textContent ?? '';
  const tellHeight = tellParent(name);
  const preset = options.preset && String(new URLSearchParams({ preset: options.preset }));
  const live = bringToLife(island, Live, readState(location.hash, name) ?? preset);
  void live.updateComplete.then(tellHeight);
  addEventListener('hashchange', () => {
    const state = readState(location.hash, name);
    if (state !== undefined) live.follow(state);
  });
}

/** Puts `theme` on, and keeps to it in place of the one before. */
function applyTheme(theme: Options['theme']): void {
  const apply = (): void => {
    document.documentElement.dataset['theme'] =
      theme === 'auto' ? (system.matches ? 'dark' : 'light') : theme;
  };
  system.onchange = apply;
  apply();
}

/** Colours what can be touched, and the writing on it so that it stays readable. */
function applyAccent(accent: string): void {
  if (!CSS.supports('color', accent) || COLOURLESS.test(accent))
    return console.warn('ai-demo: ignored accent');
  const { style } = document.documentElement;
  style.setProperty('--embed-accent', accent);
  style.setProperty('--embed-on-accent', luminance(accent) > LIGHT ? '#000' : '#fff');
  document.documentElement.dataset['accent'] = '';
}

/** Relative luminance of a CSS colour, as WCAG defines it. */
function luminance(colour: string): number {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = colour;
  const [r = 0, g = 0, b = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? [])
    .map((part) => Number(part) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  probe.remove();
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * Tells the page around this one the height, every new result and every failure, and does what it asks for.
 * @returns what tells the height once more.
 */
function tellParent(name: string): () => void {
  if (parent === window) return () => {};
  // Any origin: whoever has embedded the page is meant, and a frame cannot know its host beforehand.
  const tell = (body: Body): void => parent.postMessage({ name, ...body }, '*');
  const tellHeight = (): void => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    // A frame that its host does not show yet has none.
    if (height > 0) tell({ type: 'ai-demo:resize', height });
  };
  // At once, too: browsers observe nothing in frames of another origin that are out of sight.
  tellHeight();
  new ResizeObserver(tellHeight).observe(document.body);
  addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
    if (source !== parent) return;
    const request = requestSchema.safeParse(data).data;
    if (request?.type === HELLO) tellHeight();
    if (request?.type === THEME) applyTheme(request.theme);
  });
  document.addEventListener('ai-demo:result', ({ detail }: CustomEventInit<unknown>) =>
    tell({ type: 'ai-demo:result', result: detail }),
  );
  document.addEventListener('ai-demo:error', ({ detail }: CustomEventInit<{ message: string }>) =>
    tell({ type: 'ai-demo:error', message: detail?.message ?? '' }),
  );
  return tellHeight;
}
