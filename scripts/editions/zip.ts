/** ZIP files that are the same to the byte whenever the files in them are. */
import { zipSync, type Zippable } from 'fflate';

/** In local time, as ZIP stores it, so that the time zone of the machine leaves no trace. */
const TIME = new Date(2026, 0, 1);

/**
 * @param files content by path, in the order in which it is to be stored.
 * @param stored paths of files to store without packing.
 */
export function zip(
  files: ReadonlyMap<string, Uint8Array>,
  stored: readonly string[] = [],
): Uint8Array {
  const entries: Zippable = {};
  for (const [name, content] of files)
    entries[name] = [content, { level: stored.includes(name) ? 0 : 9, mtime: TIME }];
  return zipSync(entries);
}
