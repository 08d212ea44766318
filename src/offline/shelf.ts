/** What the reader keeps on the device: looking, saving, removing. */
import type { Asset } from '../inference/assets.ts';
import { isAbort } from '../inference/errors.ts';
import { download } from '../inference/download.ts';
import { forget, storedUrls } from '../inference/storage.ts';
import { siteRoot } from '../root.ts';
import { OfflineError } from './errors.ts';
import { fetchFile, toResponse } from './files.ts';
import {
  assetsOf,
  FALLBACK,
  filesOf,
  findUnit,
  WHOLE_BOOK,
  type OfflineFile,
  type OfflineManifest,
  type OfflineUnit,
} from './manifest.ts';
import { askManifest } from './messages.ts';
import { register, serviceWorkers } from './register.ts';
import { buildCaches, cacheName, openSaved, savedUnits, savingLock } from './saved.ts';

/** How much of a unit is on the device; in bytes. */
export interface Stock {
  /** Whether the reader has asked for it. */
  readonly saved: boolean;
  /** Whether the whole book is saved, and the unit with it. */
  readonly withBook: boolean;
  readonly total: number;
  /** Of the total, the runtime and the models of the demos. */
  readonly models: number;
  /** What saving it would download; what several units share is counted where it is missing. */
  readonly missing: number;
}

export interface SaveOptions {
  readonly signal: AbortSignal;
  /** Called with the bytes that have arrived, of those that were missing. */
  readonly onProgress: (received: number) => void;
}

/** Files that are fetched at the same time. */
const AT_ONCE = 4;

const sum = (parts: readonly { readonly bytes: number }[]): number =>
  parts.reduce((total, { bytes }) => total + bytes, 0);

/** The book's files on this device, in the build whose service worker is in charge. */
export class Shelf {
  readonly #manifest: OfflineManifest;
  readonly #base: string;

  private constructor(manifest: OfflineManifest, base: string) {
    this.#manifest = manifest;
    this.#base = base;
  }

  /** @throws {OfflineError} when this page can store nothing. */
  static async open(): Promise<Shelf> {
    const container = serviceWorkers();
    if (!container) throw new OfflineError('unsupported');
    let worker: ServiceWorker;
    try {
      worker = await activeWorker(await register(container));
    } catch (cause) {
      throw new OfflineError('no-worker', { cause });
    }
    return new Shelf(await askManifest(worker), siteRoot());
  }

  /** The unit with that id. */
  unit(id: string): OfflineUnit | undefined {
    return findUnit(this.#manifest, id);
  }

  /** The pages that can be read without a network, in the book's order. */
  async readable(): Promise<OfflineUnit[]> {
    const { files } = await this.#stored();
    return this.#manifest.units.filter(
      ({ id }) => id !== WHOLE_BOOK && id !== FALLBACK && files.has(this.#address({ path: id })),
    );
  }

  /** How much of `units` is here. */
  async look(units: readonly OfflineUnit[]): Promise<Stock[]> {
    const [saved, stored] = await Promise.all([savedUnits(this.#base), this.#stored()]);
    return units.map((unit) => {
      const files = filesOf(this.#manifest, [unit]);
      const assets = assetsOf(this.#manifest, [unit]);
      return {
        saved: saved.has(unit.id),
        withBook: unit.id !== WHOLE_BOOK && saved.has(WHOLE_BOOK),
        total: sum(files) + sum(assets),
        models: sum(assets),
        missing:
          sum(files.filter((file) => !stored.files.has(this.#address(file)))) +
          sum(assets.filter((asset) => !stored.assets.has(this.#address(asset)))),
      };
    });
  }

  /**
   * Downloads what `unit` still needs. What has arrived stays when it fails or is cancelled.
   * @throws {OfflineError} full or denied.
   * @throws {InferenceError} when a file does not come or is not of this build.
   * @throws {DOMException} AbortError when the signal aborts.
   */
  async save(unit: OfflineUnit, options: SaveOptions): Promise<void> {
    await navigator.locks.request(savingLock(this.#base), { mode: 'shared' }, () =>
      this.#save(unit, options),
    );
  }

  async #save(unit: OfflineUnit, { signal, onProgress }: SaveOptions): Promise<void> {
    const stored = await this.#stored();
    const files = filesOf(this.#manifest, [unit]).filter(
      (file) => !stored.files.has(this.#address(file)),
    );
    const assets = assetsOf(this.#manifest, [unit]).filter(
      (asset) => !stored.assets.has(this.#address(asset)),
    );
    await makeRoom(sum(files) + assets.reduce((bytes, { unpacked }) => bytes + unpacked, 0));
    signal.throwIfAborted();

    const received = new Map<OfflineFile | Asset, number>();
    const report = (part: OfflineFile | Asset) => (bytes: number) => {
      received.set(part, Math.min(bytes, part.bytes));
      onProgress([...received.values()].reduce((a, b) => a + b, 0));
    };
    const cache = await this.#cache();
    const jobs = [
      ...files.map((file) => async (stop: AbortSignal) => {
        const bytes = await fetchFile(file, this.#base, { signal: stop, onProgress: report(file) });
        await cache.put(this.#address(file), toResponse(file, bytes));
      }),
      ...assets.map((asset) => async (stop: AbortSignal) => {
        const options = { signal: stop, onProgress: report(asset) };
        const copy = await download(asset, this.#base, options);
        await copy.stored;
        const kept = await storedUrls();
        if (!kept.includes(this.#address(asset))) throw new OfflineError('full');
      }),
    ];
    await inParallel(jobs, signal);
    await (await openSaved(this.#base)).put(this.#address({ path: unit.id }), new Response());
  }

  /**
   * Removes `unit`, but for what other pages on the device need; models stay only where another saved unit
   * has them. Of the whole book nothing stays: no page that was saved or read, and no model. Other builds on
   * the device, of an update that waits or that failed, lose the same.
   */
  async remove(unit: OfflineUnit): Promise<void> {
    const list = await openSaved(this.#base);
    const all = unit.id === WHOLE_BOOK;
    for (const request of await list.keys())
      if (all || request.url === this.#address({ path: unit.id })) await list.delete(request);
    const { units } = this.#manifest;
    const ids = await savedUnits(this.#base);
    const saved = units.filter(({ id }) => ids.has(id));
    const read = all ? [] : (await this.readable()).filter(({ id }) => id !== unit.id);
    const fallback = units.filter(({ id }) => id === FALLBACK);

    const neededFiles = this.#addresses(filesOf(this.#manifest, [...saved, ...read, ...fallback]));
    for (const name of await buildCaches(this.#base)) {
      const cache = await caches.open(name);
      const files = all
        ? (await cache.keys()).map(({ url }) => url)
        : this.#addresses(filesOf(this.#manifest, [unit]));
      for (const url of files) if (!neededFiles.has(url)) await cache.delete(url);
    }
    const neededAssets = this.#addresses(assetsOf(this.#manifest, saved));
    const assets = all
      ? (await storedUrls()).filter((url) => url.startsWith(this.#base))
      : this.#addresses(assetsOf(this.#manifest, [unit]));
    for (const url of assets) if (!neededAssets.has(url)) await forget(url);
  }

  #addresses(parts: readonly { readonly path: string }[]): ReadonlySet<string> {
    return new Set(parts.map((part) => this.#address(part)));
  }

  #address({ path }: { readonly path: string }): string {
    return new URL(path, this.#base).href;
  }

  async #cache(): Promise<Cache> {
    return caches.open(cacheName(this.#base, this.#manifest.build));
  }

  async #stored(): Promise<{ files: ReadonlySet<string>; assets: ReadonlySet<string> }> {
    const keys = await (await this.#cache()).keys();
    return { files: new Set(keys.map(({ url }) => url)), assets: new Set(await storedUrls()) };
  }
}

/** The worker of `registration`, once it has begun. */
function activeWorker(registration: ServiceWorkerRegistration): Promise<ServiceWorker> {
  const { active, installing, waiting } = registration;
  const coming = installing ?? waiting;
  if (active) return Promise.resolve(active);
  if (!coming) return Promise.reject(new Error('no worker'));
  return new Promise((resolve, reject) => {
    coming.addEventListener('statechange', () => {
      if (coming.state === 'activated') resolve(coming);
      if (coming.state === 'redundant') reject(new Error('the worker could not be installed'));
    });
  });
}

/**
 * Asks the browser to keep the site's data, and whether it has room for so many bytes.
 * @throws {OfflineError} full.
 */
async function makeRoom(bytes: number): Promise<void> {
  // Not awaited: the browser may ask the reader, who may never answer. A refusal only means that it may clear
  // the data away when space runs short.
  void navigator.storage?.persist?.().catch(() => false);
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
  const room = estimate && (estimate.quota ?? Infinity) - (estimate.usage ?? 0);
  if (room !== undefined && room < bytes) throw new OfflineError('full');
}

/** Does all `jobs`, a few at a time; the first failure ends them all. */
async function inParallel(
  jobs: readonly ((signal: AbortSignal) => Promise<void>)[],
  signal: AbortSignal,
): Promise<void> {
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const queue = jobs.values();
  const work = async (): Promise<void> => {
    for (const job of queue) {
      stop.throwIfAborted();
      await job(stop);
    }
  };
  const workers = Array.from({ length: AT_ONCE }, () =>
    work().catch((error: unknown) => {
      failure.abort();
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(workers);
  signal.throwIfAborted();
  const rejected = outcomes.filter((outcome) => outcome.status === 'rejected');
  // Those that were ended because of another's failure do not know what it was.
  const cause = rejected.find(({ reason }) => !isAbort(reason)) ?? rejected[0];
  if (cause) throw cause.reason;
}
