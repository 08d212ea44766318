/** What tests of reading offline share: a server that goes down and gets updated, and a look at the device. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { HASH_LENGTH, type OfflineFile, type OfflineManifest } from '../../src/offline/manifest.ts';
import type { Fault, FaultyServer } from '../browser/faulty-server.ts';

/** Nobody answers: to a browser this is what a server that was stopped looks like. */
export const gone: Fault = (response) => response.destroy();

/** Takes the server away until its `reset`. */
export function stop(server: FaultyServer): void {
  server.faults.clear();
  server.faults.set('', gone);
  server.cut();
}

/** Holds back all answers for paths that contain `part`; gives what waits for one to be asked for, and lets go. */
export function hold(server: FaultyServer, part: string): () => Promise<void> {
  const held: (() => void)[] = [];
  server.faults.set(part, (response, content, type) => {
    held.push(() => response.writeHead(200, { 'Content-Type': type }).end(content));
  });
  return async () => {
    await expect.poll(() => held.length).toBeGreaterThan(0);
    server.faults.delete(part);
    for (const release of held) release();
  };
}

/** Has `page` look for an update; gives the state that the new worker comes to. */
export function update(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const worker = registration.installing;
    return new Promise<string>((resolve) => {
      worker?.addEventListener('statechange', () => resolve(worker.state));
    });
  });
}

/** Whether a newer worker waits until it may begin. */
export function waits(page: Page): Promise<boolean> {
  return page.evaluate(async () =>
    Boolean((await navigator.serviceWorker.getRegistration())?.waiting),
  );
}

/** Waits until the service worker is in charge of `page` and has stored it with all that it has loaded. */
export async function waitUntilStored(page: Page): Promise<void> {
  const stored = (): Promise<boolean> =>
    page.evaluate(async () => {
      if (!navigator.serviceWorker.controller) return false;
      const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
      const files = loaded.filter((name) => /\/(_astro|diagrams)\//.test(name));
      const here = location.origin + location.pathname;
      const matches = [here, ...files].map((url) => caches.match(url, { ignoreVary: true }));
      return (await Promise.all(matches)).every(Boolean);
    });
  await expect.poll(stored, { timeout: 60_000 }).toBe(true);
}

/** Addresses of all that is stored on the device, by cache. */
export function storage(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(async () => {
    const entries = (await caches.keys()).map(async (name) => {
      const keys = await (await caches.open(name)).keys();
      return [name, keys.map(({ url }) => url)] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  });
}

const START = 'const OFFLINE_MANIFEST=';

/** The service worker of the site in `folder`: the list it carries, and the code below. */
export function readWorker(folder: string): { manifest: OfflineManifest; code: string } {
  const [line = '', ...code] = readFileSync(path.join(folder, 'sw.js'), 'utf8').split('\n');
  const manifest = JSON.parse(line.slice(START.length, -1)) as OfflineManifest;
  return { manifest, code: code.join('\n') };
}

/** A service worker as the build writes it. */
function writeWorker(manifest: OfflineManifest, code: string): Uint8Array {
  return new TextEncoder().encode(`${START}${JSON.stringify(manifest)};\n${code}`);
}

/** The service worker of another build with the very files of the site in `folder`. */
export function nextWorker(folder: string): Uint8Array {
  const { manifest, code } = readWorker(folder);
  return writeWorker({ ...manifest, build: 'second' }, code);
}

/**
 * The files that differ in the next edition of the site in `folder`: every page says 「第二版」 in its title
 * and has another script in place of the one that all pages share; that one is gone.
 */
export function nextEdition(folder: string): { files: Map<string, Uint8Array>; removed: string } {
  const { manifest, code } = readWorker(folder);
  const files = new Map<string, Uint8Array>();
  const shared = manifest.files.find((file) => /^_astro\/Head\..*\.js$/.test(file.path));
  if (!shared) throw new Error('no script that all pages share');
  const renamed = '_astro/Head.of-the-second-edition.js';
  const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

  const change = ({ path: name }: OfflineFile): OfflineFile => {
    let content = read(name.endsWith('/') || name === '' ? `${name}index.html` : name);
    let target = name;
    if (name === shared.path) {
      content += '\ndocument.documentElement.dataset.script = "second";';
      target = renamed;
    } else {
      content = content
        .replaceAll(path.basename(shared.path), path.basename(renamed))
        .replace('<title>', '<title>第二版 ');
    }
    const bytes = new TextEncoder().encode(content);
    files.set(target.endsWith('/') || target === '' ? `${target}index.html` : target, bytes);
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, HASH_LENGTH);
    return { path: target, bytes: bytes.length, hash };
  };
  const changes = (file: OfflineFile): boolean =>
    file === shared || file.path === '' || file.path.endsWith('/');
  const next: OfflineManifest = {
    ...manifest,
    build: 'second',
    files: manifest.files.map((file) => (changes(file) ? change(file) : file)),
  };
  files.set('sw.js', writeWorker(next, code));
  return { files, removed: shared.path };
}

/** Which edition the page is of, and which its script: both must be the same. */
export async function editions(page: Page): Promise<{ page: string; script: string }> {
  return {
    page: (await page.title()).startsWith('第二版') ? 'second' : 'first',
    script: (await page.locator('html').getAttribute('data-script')) ?? 'first',
  };
}
