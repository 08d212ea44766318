/** The demos as their embeds need them, for the build. */
import { loadBook } from '../book/book.ts';
import { demos, type DemoId } from '../demos/registry.ts';
import { english } from './english.ts';
import type { Embedded } from './snippets.ts';
import heights from './heights.json' with { type: 'json' };

/** Height of a demo that `npm run og` has not measured yet. */
const USUAL = 720;

/** Demo `id` with its first place in the book; the cover stands in for one that no page shows yet. */
export function embedded(id: DemoId): Embedded & { label: string; englishTitle: string } {
  const label = loadBook().labels.find((candidate) => candidate.id === `demo-${id}`);
  return {
    id,
    title: demos[id].title,
    englishTitle: english[id].title,
    height: (heights as Record<string, number>)[id] ?? USUAL,
    place: label ? `${label.page}/#${label.id}` : '',
    label: label?.text ?? '',
  };
}

/** All ids, with their type. */
export function demoIds(): DemoId[] {
  return Object.keys(demos) as DemoId[];
}
