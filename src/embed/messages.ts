/** What an embedded demo tells the page around it. */
export type FrameMessage = { readonly name: string } & (
  | { readonly type: 'ai-demo:resize'; readonly height: number }
  | { readonly type: 'ai-demo:result'; readonly result: unknown }
  | { readonly type: 'ai-demo:error'; readonly message: string }
);

/** Asks a frame for its height: it may have told it before anybody listened. */
export const HELLO = 'ai-demo:hello';

/** Gives a frame another theme; loaded anew, it would lose what its reader has entered. */
export const THEME = 'ai-demo:theme';

/** What `embed.js` lets a frame be at most, in CSS pixels; a page is never that long. */
const MOST_HEIGHT = 100_000;

/**
 * The message in `data`, checked and without anything else; undefined if it is none. By hand, since every page
 * that embeds a demo pays for what checks it; a test holds it to a Zod schema.
 */
export function readMessage(data: unknown): FrameMessage | undefined {
  const fields = (data ?? {}) as Record<string, unknown>;
  const { type, name, height, message, result } = fields;
  if (typeof name !== 'string') return undefined;
  switch (type) {
    case 'ai-demo:resize':
      if (typeof height !== 'number' || !(height >= 0 && height <= MOST_HEIGHT)) return undefined;
      return { type, name, height };
    case 'ai-demo:result':
      return 'result' in fields ? { type, name, result } : undefined;
    case 'ai-demo:error':
      return typeof message === 'string' ? { type, name, message } : undefined;
    default:
      return undefined;
  }
}
