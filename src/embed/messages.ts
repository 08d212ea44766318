/** What an embedded demo tells the page around it. */
export type FrameMessage = { readonly name: string } & (
  | { readonly type: 'ai-demo:resize'; readonly height: number }
  | { readonly type: 'ai-demo:result'; readonly result: unknown }
  | { readonly type: 'ai-demo:error'; readonly message: string }
);

/** Asks a frame for its height: it may have told it before anybody listened. */
export const HELLO = 'ai-demo:hello';

/** What `embed.js` lets a frame be at most, in CSS pixels; a page is never that long. */
const MOST_HEIGHT = 100_000;

/**
 * The message in `data`, checked; undefined for anything else. By hand, since every page that embeds a demo
 * pays for what checks it; a test holds it to a Zod schema.
 */
export function readMessage(data: unknown): FrameMessage | undefined {
  const { type, name, height, message } = (data ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string') return undefined;
  const sound =
    type === 'ai-demo:resize'
      ? typeof height === 'number' && height >= 0 && height <= MOST_HEIGHT
      : type === 'ai-demo:error'
        ? typeof message === 'string'
        : type === 'ai-demo:result' && 'result' in (data as object);
  return sound ? (data as FrameMessage) : undefined;
}
