/** Text and reading in a link: `text=…&reading=…`, or `preset=…` for one of the demo's own texts. */
import * as z from 'zod/mini';
import { linkText } from '../ui/link-text.ts';
import { presets } from './presets.ts';
import { READINGS } from './view.ts';

const schema = z.object({ text: linkText, reading: z.enum(READINGS) });

/** What a link carries. */
export type LinkState = z.infer<typeof schema>;

/** Undefined where the link has no text that can be used. */
export function readLink(state: string): LinkState | undefined {
  const query = new URLSearchParams(state);
  const preset = presets.find(({ id }) => id === query.get('preset'));
  return schema.safeParse({
    text: query.get('text') ?? preset?.text,
    reading: query.get('reading') ?? 'model',
  }).data;
}

/** Undefined where the text is too long, or empty. */
export function writeLink(state: LinkState): URLSearchParams | undefined {
  const { success, data } = schema.safeParse(state);
  return success ? new URLSearchParams(data) : undefined;
}
