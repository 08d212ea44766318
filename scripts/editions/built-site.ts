/** The built site that all editions are made from. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { buildSite } from '../site.ts';

/** Apart from `dist/`, so that making an edition never disturbs a site that is being served or published. */
const FOLDER = path.resolve('.cache/editions-site');

const base = (process.env['BASE_PATH'] ?? '/').replace(/\/?$/, '/');

/** Builds the site unless its sources are unchanged. @returns its folder. */
export function builtSite(): string {
  buildSite(FOLDER, base);
  return FOLDER;
}

/** Paths of all files below `folder`, with slashes, in a stable order. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((name) => name.split(path.sep).join('/'))
    .sort();
}

/** Where the online book lives (`SITE_URL` and `BASE_PATH`), with a trailing slash; undefined when nobody said. */
export function onlineRoot(): string | undefined {
  const site = process.env['SITE_URL'];
  return site && new URL(base, site).href;
}
