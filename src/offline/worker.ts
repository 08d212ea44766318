/// <reference lib="webworker" />
/**
 * The service worker: pages read once can be read again without a network.
 *
 * It answers only for the files of its own build; everything else on the server, and models, which inference
 * keeps itself, it does not touch. Pages come from the network while there is one. It carries no page of one
 * build to another: see `files.ts` for what may be stored, `takeOver` for when a newer worker may begin.
 */
import { clientsClaim } from 'workbox-core';
import type { WorkboxPlugin } from 'workbox-core/types.js';
import { registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkFirst } from 'workbox-strategies';
import type { Asset } from '../inference/assets.ts';
import { download } from '../inference/download.ts';
import { InferenceError } from '../inference/errors.ts';
import { forget, storedUrls } from '../inference/storage.ts';
import { fetchFile, isContent, toResponse } from './files.ts';
import {
  assetsOf,
  FALLBACK,
  fileFinder,
  filesOf,
  type OfflineFile,
  type OfflineManifest,
} from './manifest.ts';
import type { WorkerMessage } from './messages.ts';
import { buildCaches, cacheName, savedUnits, savingLock } from './saved.ts';

declare const self: ServiceWorkerGlobalScope;

/** Put in by the build. */
declare const OFFLINE_MANIFEST: OfflineManifest;

const manifest = OFFLINE_MANIFEST;
const base = self.registration.scope;
const find = fileFinder(manifest, base);
const address = ({ path }: OfflineFile): string => new URL(path, base).href;

/** Seconds after which a stored page is better than one that does not come. */
const PATIENCE = 4;

/** Where names change with their content, so that a stored file is never stale. */
const HASHED = /^(?:_astro|runtime)\//;

const ours: WorkboxPlugin = {
  cacheKeyWillBeUsed: async ({ request }) => {
    const file = find(request.url);
    return file ? address(file) : request;
  },
  cacheWillUpdate: async ({ request, response }) => {
    const file = find(request.url);
    if (!file || !response.ok) return null;
    const bytes = new Uint8Array(await response.clone().arrayBuffer());
    return (await isContent(file, bytes)) ? toResponse(file, bytes) : null;
  },
};

const orStored: WorkboxPlugin = {
  fetchDidSucceed: async ({ response }) => {
    // A server that is there but cannot answer is as good as none.
    if (response.status >= 500) throw new Error(`status ${response.status}`);
    return response;
  },
  handlerDidError: async ({ request }) => {
    const wanted = find(request.url)?.path ?? '';
    if (request.mode !== 'navigate' || wanted === FALLBACK) return undefined;
    // Its links are relative, so it needs its own address; it knows by the hash where to go back to.
    return Response.redirect(new URL(`${FALLBACK}#./${wanted}`, base).href);
  },
};

const options = {
  cacheName: cacheName(base, manifest.build),
  matchOptions: { ignoreVary: true },
};
const stored = new CacheFirst({ ...options, plugins: [ours] });
const newest = new NetworkFirst({
  ...options,
  plugins: [ours, orStored],
  networkTimeoutSeconds: PATIENCE,
});

registerRoute(
  ({ request, url }) => !request.headers.has('range') && find(url.href),
  (context) => (HASHED.test(find(context.url.href)?.path ?? '') ? stored : newest).handle(context),
);

self.addEventListener('install', (event) => event.waitUntil(bringOver()));
self.addEventListener('activate', (event) => event.waitUntil(clear()));
clientsClaim();

/**
 * Brings over what the reader can read without a network: what is unchanged from the earlier build's cache,
 * the rest over the network. If anything fails the browser keeps the earlier worker, complete as it was.
 */
async function bringOver(): Promise<void> {
  const cache = await caches.open(options.cacheName);
  const names = (await buildCaches(base)).filter((name) => name !== options.cacheName);
  const earlier = await Promise.all(names.map((name) => caches.open(name)));
  const saved = await savedUnits(base);
  const read = new Set(
    (await Promise.all(earlier.map((older) => older.keys())))
      .flat()
      .map(({ url }) => find(url)?.path),
  );
  const kept = manifest.units.filter(({ id }) => id === FALLBACK || saved.has(id) || read.has(id));
  for (const file of filesOf(manifest, kept)) {
    const url = address(file);
    if (await cache.match(url)) continue;
    const bytes = (await unchanged(file, earlier)) ?? (await fetchFile(file, base));
    await cache.put(url, toResponse(file, bytes));
  }
  const models = assetsOf(
    manifest,
    manifest.units.filter(({ id }) => saved.has(id)),
  );
  for (const asset of models) await keep(asset);
}

/** The bytes of `file` from a cache of an earlier build, if it has not changed since. */
async function unchanged(
  file: OfflineFile,
  earlier: readonly Cache[],
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  for (const cache of earlier) {
    const response = await cache.match(address(file));
    const bytes = response && new Uint8Array(await response.arrayBuffer());
    if (bytes && (await isContent(file, bytes))) return bytes;
  }
  return undefined;
}

async function keep(asset: Asset): Promise<void> {
  const url = new URL(asset.path, base).href;
  if ((await storedUrls()).includes(url)) return;
  const copy = await download(asset, base, { keepOlder: true });
  await copy.stored;
  if (!(await storedUrls()).includes(url)) throw new InferenceError('unknown', { cause: url });
}

/** Removes the files of earlier builds: no page of theirs is open any more. */
async function clear(): Promise<void> {
  for (const name of await buildCaches(base))
    if (name !== options.cacheName) await caches.delete(name);
  const { runtime, models } = manifest.inference;
  const current = new Set(
    [runtime, ...Object.values(models).flatMap(({ manifest: card, graph }) => [card, graph])].map(
      ({ path }) => new URL(path, base).href,
    ),
  );
  for (const url of await storedUrls())
    if (url.startsWith(new URL('runtime/', base).href) && !current.has(url)) await forget(url);
}

self.addEventListener('message', (event) => {
  const message = event.data as WorkerMessage | undefined;
  if (message?.type === 'manifest') event.ports[0]?.postMessage(manifest);
  const sender = event.source instanceof Client ? event.source.id : '';
  if (message?.type === 'take-over') event.waitUntil(takeOver(sender, message.loaded));
});

/** Milliseconds to wait before another look: a page that the reader has just left may linger. */
const LOOKS = [0, 1000, 5000];

/**
 * Begins without waiting for the reader to close every page of the book, where that is safe: the page that
 * asks is the only one, it is not saving, and all scripts and styles that it has `loaded` are of this build.
 */
async function takeOver(sender: string, loaded: readonly string[]): Promise<void> {
  // What was saved or read since the installation; the earlier worker may end without asking.
  await bringOver();
  const scripts = new URL('_astro/', base).href;
  if (!loaded.every((url) => !url.startsWith(scripts) || find(url))) return;
  for (const pause of LOOKS) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (!(await isOnlyPage(sender))) continue;
    await navigator.locks.request(savingLock(base), { ifAvailable: true }, (lock) => {
      // Its promise waits until the earlier worker is idle; this event need not.
      if (lock) void self.skipWaiting();
    });
    return;
  }
}

async function isOnlyPage(id: string): Promise<boolean> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // Frames with a demo load nothing through the worker.
  const embeds = new URL('embed/', base).href;
  const pages = windows.filter(({ url }) => url.startsWith(base) && !url.startsWith(embeds));
  return pages.every((page) => page.id === id);
}
