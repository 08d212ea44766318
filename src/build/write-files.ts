import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes files below the folder `dir`, making the folders they need.
 * @param files content by path relative to `dir`.
 */
export async function writeFiles(
  dir: URL,
  files: Iterable<readonly [name: string, content: Uint8Array | string]>,
): Promise<void> {
  for (const [name, content] of files) {
    const target = path.join(fileURLToPath(dir), name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}
