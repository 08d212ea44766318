/**
 * The files of the portable edition, which opens by double click: pages with relative links to files, classic
 * scripts, the search index as a script, and models as the scripts that the site has for places without fetch.
 * What only a server needs is not among them, since only what pages load is taken.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FALLBACK } from '../../../src/offline/manifest.ts';
import type { SearchEntry } from '../../../src/site/search-index.ts';
import { toSearchScript } from '../../../src/site/search-script.ts';
import { filesIn } from '../built-site.ts';
import { pageFile, portablePage } from './page.ts';
import { inlineFonts } from './fonts.ts';

/** Runtime and models: scripts, and the worker's own. */
const RUNTIME = /^runtime\/.*\.js$/;

/** Pages that answer when another cannot. */
const SERVED_ONLY = ['404.html', `${FALLBACK}index.html`];

/**
 * Content by path.
 * @param site folder of the built site.
 * @param online address of the online book.
 */
export async function portableFiles(
  site: string,
  online?: string,
): Promise<Map<string, Uint8Array>> {
  const names = filesIn(site);
  const read = (name: string): Promise<Uint8Array> => readFile(path.join(site, name));
  const text = async (name: string): Promise<string> => new TextDecoder().decode(await read(name));
  const files = new Map<string, Uint8Array>();
  const write = (name: string, content: string): unknown =>
    files.set(name, new TextEncoder().encode(content));

  const pages = new Set(
    names.filter((name) => name.endsWith('.html') && !SERVED_ONLY.includes(name)),
  );
  const assets = new Set(names.filter((name) => RUNTIME.test(name)));
  for (const page of pages) {
    const portable = await portablePage(site, page, await text(page), pages, online);
    write(page, portable.html);
    for (const asset of portable.assets) assets.add(asset);
    if (portable.script) files.set(portable.script.name, portable.script.content);
  }
  for (const asset of assets)
    if (asset.endsWith('.css'))
      write(asset, await inlineFonts(await text(asset), path.join(site, path.dirname(asset))));
    else files.set(asset, await read(asset));

  const entries = JSON.parse(await text('search.json')) as SearchEntry[];
  write(
    'search.json.js',
    toSearchScript(entries.map(({ href, ...entry }) => ({ ...entry, href: toFile(href) }))),
  );
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `part-1/ch01/#s1-1` as the file it is in. */
function toFile(href: string): string {
  const [page = '', anchor] = href.split('#');
  return pageFile(page) + (anchor ? `#${anchor}` : '');
}
