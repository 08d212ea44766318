/** Writes editions to where they are looked for. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve('editions');

/** Writes `editions/<name>` and says how large it is. @returns its path. */
export function writeEdition(name: string, content: Uint8Array): string {
  const file = path.join(FOLDER, name);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, content);
  console.log(`editions/${name}: ${(content.length / 1e6).toFixed(2)} MB`);
  return file;
}

/** Writes `files` into `editions/<name>/`, which holds nothing else afterwards. @returns its path. */
export function writeEditionFolder(name: string, files: ReadonlyMap<string, Uint8Array>): string {
  const folder = path.join(FOLDER, name);
  rmSync(folder, { recursive: true, force: true });
  for (const [file, content] of files) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  return folder;
}
