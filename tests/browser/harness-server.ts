/** The harness as a page of a server that can misbehave, beside the models and the built site. */
import { build } from 'esbuild';
import type { AssetIndex } from '../../src/inference/assets.ts';
import { faultyServer, type FaultyServer } from './faulty-server.ts';

/** Serves `harness.html` beside `files` and the site in folder `dist`. */
export async function harnessServer(
  dist: string,
  index: AssetIndex,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<FaultyServer> {
  const {
    outputFiles: [script],
  } = await build({
    entryPoints: ['tests/browser/harness.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    define: { ASSETS: JSON.stringify(index) },
  });
  const page = '<!doctype html><title>x</title><script type="module" src="harness.js"></script>';
  return faultyServer(
    dist,
    new Map([
      ...files,
      ['harness.html', new TextEncoder().encode(page)],
      ['harness.js', script?.contents ?? new Uint8Array()],
    ]),
  );
}
