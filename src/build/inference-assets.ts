/**
 * Makes the files that inference downloads and the index that names them.
 *
 * Every file is named by its content and packed with Zstandard where that pays: a plain static server sends
 * bytes as they lie, and the page unpacks them itself (ONNX Runtime: 14.2 MB become 2.5 MB; gzip: 3.7 MB).
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import type { AstroIntegration } from 'astro';
import type { Plugin } from 'vite';
import type { Asset, AssetIndex, ModelAssets } from '../inference/assets.ts';
import { toScript } from '../inference/script-source.ts';
import { encode } from '../inference/seven-bits.ts';
import { bundle } from './bundle.ts';
import { writeFiles } from './write-files.ts';

const compress = promisify(zstdCompress);
const VIRTUAL = 'virtual:inference-assets';

/** Below this ratio of packed to plain size a file is sent packed. */
const WORTH_PACKING = 0.95;

/** The highest level that needs no more memory to unpack; ONNX Runtime takes it some seconds, once. */
const LEVEL = 19;

/** Packed files, by the hash of what is in them. */
const CACHE = path.resolve('.cache/packed');

interface AssetFiles {
  readonly index: AssetIndex;
  /** Content by path relative to the site's base. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Gives pages `virtual:inference-assets`, and the site the files it lists. */
export function inferenceAssets(): AstroIntegration {
  let collected: AssetFiles;
  return {
    name: 'inference-assets',
    hooks: {
      'astro:config:setup': async ({ config, updateConfig }) => {
        collected = await collect(fileURLToPath(config.root));
        updateConfig({ vite: { plugins: [plugin(collected)] } });
      },
      'astro:build:done': ({ dir }) => writeFiles(dir, collected.files),
    },
  };
}

function plugin({ index, files }: AssetFiles): Plugin {
  return {
    name: 'inference-assets',
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : null),
    load: (id) => (id === `\0${VIRTUAL}` ? `export default ${JSON.stringify(index)};` : null),
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = request.url?.split('?')[0]?.slice(server.config.base.length);
        const content = name && files.get(name);
        if (!content) return next();
        response.setHeader(
          'Content-Type',
          name.endsWith('.js') ? 'text/javascript' : 'application/octet-stream',
        );
        response.end(content);
      });
    },
  };
}

let memo: Promise<AssetFiles> | undefined;

/** Reads, bundles and packs everything, once. */
export function collect(root: string): Promise<AssetFiles> {
  return (memo ??= pack(root));
}

async function pack(root: string): Promise<AssetFiles> {
  const files = new Map<string, Uint8Array>();
  const add = async (name: string, content: Uint8Array, pack = true): Promise<Asset> => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    const packed = pack ? await zstd(content, sha256) : content;
    const worthIt = packed.length < content.length * WORTH_PACKING;
    const { dir, name: stem, ext } = path.parse(name);
    // Not `.zst`: some servers then have the browser unpack it, which hides progress and forbids resuming.
    const target = `${dir}/${stem}.${sha256.slice(0, 12)}${ext}${worthIt ? '.packed' : ''}`;
    const bytes = worthIt ? packed : content;
    files.set(target, bytes);
    // The same bytes for pages that may load scripts but not fetch: sandboxed frames, folders.
    files.set(`${target}.js`, new TextEncoder().encode(toScript(target, encode(bytes))));
    return {
      path: target,
      bytes: bytes.length,
      unpacked: content.length,
      encoding: worthIt ? 'zstd' : 'identity',
      sha256,
    };
  };

  const models = async (): Promise<AssetIndex['models']> => {
    const folder = path.join(root, 'public/models');
    const ids = (await readdir(folder)).sort();
    const entries = ids.map(async (id): Promise<[string, ModelAssets]> => {
      const read = (name: string) => readFile(path.join(folder, id, name));
      return [
        id,
        {
          manifest: await add(`runtime/${id}.json`, await read('model.json')),
          graph: await add(`runtime/${id}.onnx`, await read('model.onnx')),
        },
      ];
    });
    return Object.fromEntries(await Promise.all(entries));
  };

  const require = createRequire(path.join(root, 'package.json'));
  const runtime = await readFile(require.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
  // Packing takes seconds and other threads do it, so all files go at once, the largest first.
  const [packedRuntime, worker, packedModels] = await Promise.all([
    add('runtime/onnxruntime.wasm', runtime),
    // A worker's script must arrive unpacked.
    bundleWorker(root).then((script) => add('runtime/worker.js', script, false)),
    models(),
  ]);
  return { files, index: { runtime: packedRuntime, worker, models: packedModels } };
}

/** `content` in Zstandard, from the cache if it has been packed before. */
async function zstd(content: Uint8Array, sha256: string): Promise<Uint8Array> {
  const file = path.join(CACHE, `${sha256}.${LEVEL}.zst`);
  const known = await readFile(file).catch(() => undefined);
  if (known) return known;
  const packed = await compress(content, {
    params: {
      [constants.ZSTD_c_compressionLevel]: LEVEL,
      // The content's hash is checked anyway.
      [constants.ZSTD_c_checksumFlag]: 0,
    },
  });
  await mkdir(CACHE, { recursive: true });
  // Two builds may pack the same file: neither may ever read half of it.
  await writeFile(`${file}.${process.pid}`, packed);
  await rename(`${file}.${process.pid}`, file);
  return packed;
}

function bundleWorker(root: string): Promise<Uint8Array> {
  return bundle({
    entryPoints: [path.join(root, 'src/inference/worker.ts')],
    // ONNX Runtime asks for its own address only to find files that it is given here.
    define: { 'import.meta.url': '"about:blank"' },
    external: ['module', 'worker_threads', 'node:*', 'fs', 'path', 'url', 'os'],
  });
}
