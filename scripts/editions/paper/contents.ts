/** The table of contents: parts, chapters, sections. */
import type { Leaf } from './paper.ts';

/** A line of the table of contents, with those under it. */
export interface Entry {
  readonly title: string;
  readonly href: string;
  readonly children: Entry[];
}

/** @param href address of an element (or none) of a page within the edition. */
export function contents(
  leaves: readonly Leaf[],
  href: (id: string, anchor: string) => string,
): Entry[] {
  const top: Entry[] = [];
  // The entry that each level adds to.
  const open: Entry[][] = [top];
  for (const leaf of leaves) {
    if (leaf.opens) {
      const part = { title: leaf.opens, href: href(leaf.id, ''), children: [] };
      top.push(part);
      open.splice(1, Infinity, part.children);
    }
    const entry = { title: leaf.label, href: href(leaf.id, ''), children: [] as Entry[] };
    open[leaf.level - 1]?.push(entry);
    open.splice(leaf.level, Infinity, entry.children);
    if (leaf.level < 3 && isChapter(leaf))
      for (const { id, title } of leaf.sections)
        if (/^s\d/.test(id)) entry.children.push({ title, href: href(leaf.id, id), children: [] });
  }
  return top;
}

function isChapter({ id }: Leaf): boolean {
  return /\/ch\d+$/.test(id);
}
