/** Makes the service worker, and in it the list of what each page needs to be read without a network. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Plugin } from 'vite';
import { loadBook, pagePath } from '../book/book.ts';
import { standaloneLabel } from '../book/parts.ts';
import { demos, isDemoId, type DemoId } from '../demos/registry.ts';
import type { AssetIndex } from '../inference/assets.ts';
import {
  FALLBACK,
  HASH_LENGTH,
  WHOLE_BOOK,
  type OfflineFile,
  type OfflineManifest,
  type OfflineUnit,
} from '../offline/manifest.ts';
import { bundle } from './bundle.ts';
import { collect } from './inference-assets.ts';
import { mapAddresses } from './relative-links.ts';

/** What belongs to a page; what it merely links to for downloading, or shows to other sites, does not. */
const PART = /\.(?:css|jpe?g|js|json|png|svg|webp|woff2)$/;
const NO_PART = /^(?:embed|models|oembed|og)\/|^(?:cover\.png|embed\.js)$/;

/** Pages that stand alone: those for frames, and the one for addresses that are not in the book. */
const NO_PAGE = /^embed\/|^404\.html$/;

const SEARCH = 'search.json';

/** A script of the bundle: what it loads, now or later, and the demo whose code it is. */
interface Chunk {
  readonly imports: readonly string[];
  readonly demo: string | undefined;
}

type Chunks = ReadonlyMap<string, Chunk>;

/** Integration, to stand after all that change the pages: writes `sw.js` into the output folder. */
export function offlineReading(): AstroIntegration {
  const chunks = new Map<string, Chunk>();
  let root = '';
  return {
    name: 'offline-reading',
    hooks: {
      'astro:config:setup': ({ config, updateConfig }) => {
        root = fileURLToPath(config.root);
        updateConfig({ vite: { plugins: [chunkGraph(chunks)] } });
      },
      'astro:build:done': async ({ dir }) => {
        const { index } = await collect(root);
        const manifest = await listFiles(fileURLToPath(dir), chunks, index);
        await writeFile(new URL('sw.js', dir), await bundleWorker(root, manifest));
      },
    },
  };
}

/** Vite plugin: notes which script imports which. */
function chunkGraph(chunks: Map<string, Chunk>): Plugin {
  return {
    name: 'offline-chunk-graph',
    generateBundle(_, bundle) {
      if (this.environment.name !== 'client') return;
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        const demo = /\/demos\/([^/]+)\/element\.ts$/.exec(output.facadeModuleId ?? '')?.[1];
        const styles = output.viteMetadata?.importedCss ?? [];
        chunks.set(output.fileName, {
          imports: [...output.imports, ...output.dynamicImports, ...styles],
          demo,
        });
      }
    },
  };
}

/** What the site in `folder` consists of. */
async function listFiles(
  folder: string,
  chunks: Chunks,
  inference: AssetIndex,
): Promise<OfflineManifest> {
  const names = (await readdir(folder, { recursive: true }))
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => PART.test(name) || name.endsWith('.html'))
    .sort();
  const contents = new Map<string, Buffer>();
  for (const name of names) contents.set(name, await readFile(path.join(folder, name)));

  const titles = bookTitles();
  const files: OfflineFile[] = [];
  const places = new Map<string, number>();
  /** The place of file `name` in `files`. */
  const place = (name: string): number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    const content = contents.get(name) ?? Buffer.alloc(0);
    files.push({
      path: name.replace(/(^|\/)index\.html$/, '$1'),
      bytes: content.length,
      hash: createHash('sha256').update(content).digest('hex').slice(0, HASH_LENGTH),
    });
    places.set(name, files.length - 1);
    return files.length - 1;
  };

  const pages = names
    .filter((name) => name.endsWith('.html') && !NO_PAGE.test(name))
    .map((name): OfflineUnit => {
      const html = String(contents.get(name));
      const ids = [...html.matchAll(/<ai-demo name="([^"]+)"/g)].map(([, id = '']) => id);
      const shown = ids.filter(isDemoId);
      const models = shown.flatMap((id): readonly string[] => demos[id].models);
      const parts = partsOf(name, contents, chunks, shown);
      if (models.length > 0) parts.add(inference.worker.path);
      const id = name.replace(/(^|\/)index\.html$/, '$1');
      return {
        id,
        title: titles.get(id) ?? /<title>([^<|]*)/.exec(html)?.[1]?.trim() ?? id,
        files: [name, ...parts].map(place),
        models,
      };
    })
    .sort((a, b) => order(titles, a) - order(titles, b));
  const book: OfflineUnit = {
    id: WHOLE_BOOK,
    title: '全书',
    files: [...new Set([...pages.flatMap((page) => page.files), place(SEARCH)])],
    models: [...new Set(pages.flatMap(({ models }) => models))],
  };
  const list = { files, units: [...pages, book], inference };
  const build = createHash('sha256').update(JSON.stringify(list)).digest('hex');
  return { build: build.slice(0, 12), ...list };
}

/** All files that page `name` with its `shown` demos loads, or may load later; without the page itself. */
function partsOf(
  name: string,
  contents: ReadonlyMap<string, Buffer>,
  chunks: Chunks,
  shown: readonly DemoId[],
): Set<string> {
  const parts = new Set<string>();
  const add = (part: string): void => {
    const chunk = chunks.get(part);
    const foreign = chunk?.demo && !shown.some((id) => id === chunk.demo);
    if (foreign || parts.has(part) || !contents.has(part)) return;
    if (!PART.test(part) || NO_PART.test(part)) return;
    parts.add(part);
    chunk?.imports.forEach(add);
    if (part.endsWith('.css'))
      for (const [, address = ''] of String(contents.get(part)).matchAll(/url\(["']?([^"')]+)/g))
        add(resolve(address, part));
  };
  mapAddresses(String(contents.get(name)), (address) => {
    add(resolve(address, name));
    return address;
  });
  return parts;
}

/** The file that `address` means as it stands in `from`; no file where it leads out of the site. */
function resolve(address: string, from: string): string {
  const { origin, pathname } = new URL(address, `http://site/${from}`);
  return origin === 'http://site' ? decodeURIComponent(pathname.slice(1)) : '';
}

/** Path of each page of the book -> what it is called, in reading order. */
function bookTitles(): ReadonlyMap<string, string> {
  return new Map(loadBook().pages.map((page) => [pagePath(page.id), standaloneLabel(page)]));
}

/** Pages of the book in their order, then the others. */
function order(titles: ReadonlyMap<string, string>, { id }: OfflineUnit): number {
  const at = [...titles.keys()].indexOf(id);
  return at < 0 ? titles.size : at;
}

function bundleWorker(root: string, manifest: OfflineManifest): Promise<Uint8Array> {
  if (!manifest.units.some(({ id }) => id === FALLBACK)) throw new Error(`no page ${FALLBACK}`);
  return bundle({
    entryPoints: [path.join(root, 'src/offline/worker.ts')],
    // Stands in where there is no `crypto.subtle`; where there are service workers, there is.
    external: ['@noble/hashes/*'],
    // A line of its own, which can be read without the code below it.
    banner: { js: `const OFFLINE_MANIFEST=${JSON.stringify(manifest)};` },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
}
