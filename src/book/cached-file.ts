import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CONTENT } from './book.ts';

/**
 * A function that gives `parse` of the text of `content/<name>`, parsed again only when the file has
 * changed: pages ask for it hundreds of times, and in development an author edits it.
 */
export function cachedFile<T>(name: string, parse: (text: string) => T): () => T {
  const file = path.join(CONTENT, name);
  let known: { stamp: number; value: T } | undefined;
  return () => {
    const stamp = statSync(file).mtimeMs;
    if (known?.stamp !== stamp) known = { stamp, value: parse(readFileSync(file, 'utf8')) };
    return known.value;
  };
}

/** Entries by id. @throws {Error} when an id is listed twice. */
export function byId<T extends { id: string }>(
  name: string,
  entries: readonly T[],
): Map<string, T> {
  const map = new Map<string, T>();
  for (const entry of entries) {
    if (map.has(entry.id)) throw new Error(`${name}: "${entry.id}" is listed twice`);
    map.set(entry.id, entry);
  }
  return map;
}
