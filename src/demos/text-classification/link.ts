/** The headline in a link: `text=…`, or `preset=…` for one of the demo's own. */
import { linkText } from '../ui/link-text.ts';
import { presets } from './presets.ts';

/** The headline; undefined where the link has none that can be used. */
export function readLink(state: string): string | undefined {
  const query = new URLSearchParams(state);
  const preset = presets.find(({ id }) => id === query.get('preset'));
  return linkText.safeParse(query.get('text') ?? preset?.text).data;
}

/** The state of a link to `text`; undefined where it is too long, or empty. */
export function writeLink(text: string): URLSearchParams | undefined {
  const { success, data } = linkText.safeParse(text);
  return success ? new URLSearchParams({ text: data }) : undefined;
}
