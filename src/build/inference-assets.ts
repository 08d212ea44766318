/**
 * Makes the files that inference downloads and the index that names them.
 *
 * Every file is named by its content and packed with gzip where that pays: a plain static server sends
 * bytes as they lie, and the page unpacks them itself (ONNX Runtime: 14.2 MB become 3.7 MB).
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip as gzipCallback } from 'node:zlib';
import type { AstroIntegration } from 'astro';
import { build } from 'esbuild';
import type { Plugin } from 'vite';
import type { Asset, AssetIndex, ModelAssets } from '../inference/assets.ts';
import { toScript } from '../inference/script-source.ts';
import { encode } from '../inference/seven-bits.ts';

const gzip = promisify(gzipCallback);
const VIRTUAL = 'virtual:inference-assets';

/** Below this ratio of packed to plain size a file is sent packed. */
const WORTH_PACKING = 0.95;

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
        collected = await collect(new URL('.', config.root).pathname);
        updateConfig({ vite: { plugins: [plugin(collected)] } });
      },
      'astro:build:done': async ({ dir }) => {
        for (const [name, content] of collected.files) {
          const target = path.join(dir.pathname, name);
          await mkdir(path.dirname(target), { recursive: true });
          await writeFile(target, content);
        }
      },
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
    const packed = pack ? await gzip(content, { level: 9 }) : content;
    const worthIt = packed.length < content.length * WORTH_PACKING;
    const { dir, name: stem, ext } = path.parse(name);
    // Not `.gz`: some servers then have the browser unpack it, which hides progress and forbids resuming.
    const target = `${dir}/${stem}.${sha256.slice(0, 12)}${ext}${worthIt ? '.packed' : ''}`;
    const bytes = worthIt ? packed : content;
    files.set(target, bytes);
    // The same bytes for pages that may load scripts but not fetch: sandboxed frames, folders.
    files.set(`${target}.js`, new TextEncoder().encode(toScript(target, encode(bytes))));
    return {
      path: target,
      bytes: bytes.length,
      encoding: worthIt ? 'gzip' : 'identity',
      sha256,
    };
  };

  const require = createRequire(path.join(root, 'package.json'));
  const runtime = await readFile(require.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
  const models: Record<string, ModelAssets> = {};
  const modelsFolder = path.join(root, 'public/models');
  for (const id of (await readdir(modelsFolder).catch(() => [])).sort()) {
    const read = (name: string) => readFile(path.join(modelsFolder, id, name));
    models[id] = {
      manifest: await add(`runtime/${id}.json`, await read('model.json')),
      graph: await add(`runtime/${id}.onnx`, await read('model.onnx')),
    };
  }
  return {
    files,
    index: {
      runtime: await add('runtime/onnxruntime.wasm', runtime),
      // A worker's script must arrive unpacked.
      worker: await add('runtime/worker.js', await bundleWorker(root), false),
      models,
    },
  };
}

/** `worker.ts` with all it needs as one classic script. */
async function bundleWorker(root: string): Promise<Uint8Array> {
  const result = await build({
    entryPoints: [path.join(root, 'src/inference/worker.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    // ONNX Runtime asks for its own address only to find files that it is given here.
    define: { 'import.meta.url': '"about:blank"' },
    external: ['module', 'worker_threads', 'node:*', 'fs', 'path', 'url', 'os'],
  });
  const [output] = result.outputFiles;
  if (!output) throw new Error('the worker bundle is empty');
  return output.contents;
}
