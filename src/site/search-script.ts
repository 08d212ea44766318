/** The text of the book as a script, for pages opened from a folder. */
import { loadScript } from '../inference/script-source.ts';
import type { SearchEntry } from './search-index.ts';

declare global {
  /** The sections of the book, once the script has run. */
  var aiBookSections: readonly SearchEntry[] | undefined;
}

/** The script to write beside `search.json` under the same name with `.js` after it. */
export function toSearchScript(entries: readonly SearchEntry[]): string {
  return `self.aiBookSections=${JSON.stringify(entries)};`;
}

/**
 * @param url of `search.json`.
 * @throws {Error} when the script is missing or brings nothing.
 */
export async function loadSearchScript(url: string): Promise<readonly SearchEntry[]> {
  await loadScript(`${url}.js`);
  if (!globalThis.aiBookSections) throw new Error(`${url}.js brought no sections`);
  return globalThis.aiBookSections;
}
