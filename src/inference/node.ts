/** Runs models in Node, on the same runtime as the browser: for the build, the command line and tests. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseManifest, type ModelManifest } from './manifest.ts';
import type { Runner } from './pipeline.ts';
import { Sessions } from './sessions.ts';
import type { Tensors } from './tensor.ts';

/** Where the models lie: `public/models` of the project in the current folder. */
export const MODELS = path.resolve('public/models');

let sessions: Promise<Sessions> | undefined;
const loaded = new Map<string, Promise<void>>();

/** @throws {Error} when `public/models/<id>/model.json` is missing or no manifest. */
export async function readManifest(id: string): Promise<ModelManifest> {
  return parseManifest(await readFile(path.join(MODELS, id, 'model.json'), 'utf8'));
}

/** Runs model `id` on `inputs`; runtime and session are made once. */
export async function run(id: string, inputs: Tensors): Promise<Tensors> {
  sessions ??= start();
  const ready = await sessions;
  if (!loaded.has(id)) loaded.set(id, load(ready, id));
  await loaded.get(id);
  return ready.run(id, inputs);
}

async function load(ready: Sessions, id: string): Promise<void> {
  await ready.load(id, await readFile(path.join(MODELS, id, 'model.onnx')));
}

/** @throws {Error} when model `id` is missing. */
export async function openRunner(id: string): Promise<Runner> {
  return { manifest: await readManifest(id), run: (inputs) => run(id, inputs) };
}

async function start(): Promise<Sessions> {
  const require = createRequire(path.resolve('package.json'));
  const file = require.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm');
  return Sessions.start(new Uint8Array(await readFile(file)));
}
