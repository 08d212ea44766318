import type { Asset, AssetIndex } from './assets.ts';
import { download } from './download.ts';
import { InferenceError, isAbort, toInferenceError } from './errors.ts';
import { parseManifest, type ModelManifest } from './manifest.ts';
import type { Answer } from './protocol.ts';
import { findPlace, type Place, type Rung } from './rungs.ts';
import type { Tensors } from './tensor.ts';

/** Bytes of everything a model still needs, while it loads. */
export interface Progress {
  readonly received: number;
  readonly total: number;
}

/** What loading took, for the status line. */
export interface LoadReport {
  readonly rung: Rung;
  /** Bytes that came over the network; 0 when all was stored on the device. */
  readonly transferred: number;
  readonly milliseconds: number;
}

/** A model that is ready, and how it came. */
export interface LoadedModel {
  readonly manifest: ModelManifest;
  readonly report: LoadReport;
}

export interface LoadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A session unused for this long is released; the next run loads it again from the device. */
const IDLE_MILLISECONDS = 5 * 60_000;

/**
 * Runs models for all demos of a page in one ONNX Runtime. Downloads happen here, so that every rung of
 * the ladder gets the same checked bytes; the worker only ever sees tensors.
 */
export class Engine {
  readonly #assets: AssetIndex;
  readonly #base: string;
  readonly #idle: number;
  #place: Promise<Place> | undefined;
  /** Settles with the download of the runtime for `#place`. */
  #runtime: Promise<unknown> | undefined;
  readonly #manifests = new Map<string, ModelManifest>();
  readonly #loaded = new Set<string>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #turn: Promise<unknown> = Promise.resolve();

  /** @param base absolute URL of the site's root, with a trailing slash. */
  constructor(assets: AssetIndex, base: string, idleMilliseconds = IDLE_MILLISECONDS) {
    this.#assets = assets;
    this.#base = base;
    this.#idle = idleMilliseconds;
  }

  /** Bytes that a first run of `models` downloads at most; none where the book lies in a folder. */
  bytes(models: readonly string[]): number {
    if (new URL(this.#base).protocol === 'file:') return 0;
    const { runtime, worker } = this.#assets;
    const files = [runtime, worker, ...models.flatMap((model) => this.#modelFiles(model))];
    return files.reduce((sum, asset) => sum + asset.bytes, 0);
  }

  /**
   * Downloads and prepares a model; one that is ready returns at once.
   * @throws {InferenceError} with a message for the reader.
   * @throws {DOMException} AbortError when `signal` aborts.
   */
  async load(model: string, { signal, onProgress }: LoadOptions = {}): Promise<LoadedModel> {
    const start = performance.now();
    let transferred = 0;
    const files = [...(this.#place ? [] : [this.#assets.runtime]), ...this.#modelFiles(model)];
    const total = files.reduce((sum, asset) => sum + asset.bytes, 0);
    const received = new Map(files.map((asset) => [asset, 0]));
    const fetchFile = async (asset: Asset) => {
      const result = await download(asset, this.#base, {
        signal,
        onProgress: (bytes) => {
          received.set(asset, bytes);
          onProgress?.({ received: [...received.values()].reduce((a, b) => a + b, 0), total });
        },
      });
      transferred += result.transferred;
      return result.content;
    };
    try {
      const [card, file] = this.#modelFiles(model);
      if (this.#loaded.has(model)) return this.#report(model, start, transferred);
      const place = (this.#place ??= this.#start(fetchFile));
      // The runtime first: it is compiled, which takes longest, while the model arrives.
      const contents = Promise.resolve(this.#runtime).then(() =>
        Promise.all([fetchFile(card), fetchFile(file)]),
      );
      const [ready, [manifest, graph]] = await Promise.all([place, contents]);
      signal?.throwIfAborted();
      this.#manifests.set(model, parseManifest(new TextDecoder().decode(manifest)));
      await ready.ask({ kind: 'load', model, graph }, [graph.buffer]);
      this.#loaded.add(model);
      return await this.#report(model, start, transferred);
    } catch (error) {
      // Another demo started the runtime and was cancelled: that must not cancel this one.
      if (isAbort(error) && !signal?.aborted) return this.load(model, { signal, onProgress });
      throw await this.#failure(error);
    }
  }

  /**
   * Runs a model, loading it first if need be. Requests are answered in order; one whose `signal` has
   * aborted by its turn is dropped.
   */
  async run(model: string, inputs: Tensors, signal?: AbortSignal): Promise<Answer> {
    const turn = this.#turn.then(async () => {
      signal?.throwIfAborted();
      if (!this.#loaded.has(model)) await this.load(model, { signal });
      const place = await this.#ready();
      this.#postponeRelease(model);
      return place.ask({ kind: 'run', model, inputs });
    });
    this.#turn = turn.catch(() => undefined);
    try {
      const answer = await turn;
      signal?.throwIfAborted();
      return answer;
    } catch (error) {
      // Another demo's failure has ended the worker. It was told; this one was not withdrawn.
      if (isAbort(error) && !signal?.aborted) return this.run(model, inputs, signal);
      throw await this.#failure(error);
    }
  }

  /** Ends the worker and forgets all sessions; the next load starts afresh. */
  async close(): Promise<void> {
    const place = this.#place;
    this.#place = undefined;
    this.#loaded.clear();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    (await place?.catch(() => undefined))?.close();
  }

  async #start(fetchFile: (asset: Asset) => Promise<Uint8Array<ArrayBuffer>>): Promise<Place> {
    if (typeof WebAssembly === 'undefined') throw new InferenceError('no-webassembly');
    const found = findPlace(this.#assets.worker, this.#base);
    try {
      const download = fetchFile(this.#assets.runtime);
      this.#runtime = download;
      const [runtime, place] = await Promise.all([download, found]);
      await place.ask({ kind: 'start', runtime }, [runtime.buffer]);
      return place;
    } catch (error) {
      // A memoised promise must not remember a failure, or no retry could succeed.
      this.#place = undefined;
      // Nor must the retry start a second worker beside this one.
      void found.then((place) => place.close()).catch(() => undefined);
      throw error;
    }
  }

  #ready(): Promise<Place> {
    if (!this.#place) throw new InferenceError('crashed');
    return this.#place;
  }

  /** The error for the reader. A runtime that may be broken is ended, so that a retry gets a new one. */
  async #failure(error: unknown): Promise<unknown> {
    if (isAbort(error)) return error;
    const failure = toInferenceError(error);
    const broken = ['crashed', 'out-of-memory', 'unknown', 'no-webassembly', 'blocked-by-csp'];
    if (broken.includes(failure.code)) await this.close();
    return failure;
  }

  async #report(model: string, start: number, transferred: number): Promise<LoadedModel> {
    const manifest = this.#manifests.get(model);
    if (!manifest) throw new InferenceError('bad-model');
    this.#postponeRelease(model);
    const { rung } = await this.#ready();
    return { manifest, report: { rung, transferred, milliseconds: performance.now() - start } };
  }

  #postponeRelease(model: string): void {
    clearTimeout(this.#timers.get(model));
    const release = async (): Promise<void> => {
      this.#timers.delete(model);
      this.#loaded.delete(model);
      const place = await this.#place?.catch(() => undefined);
      await place?.ask({ kind: 'release', model });
    };
    this.#timers.set(
      model,
      setTimeout(() => void release().catch(() => undefined), this.#idle),
    );
  }

  #modelFiles(model: string): [Asset, Asset] {
    const assets = this.#assets.models[model];
    if (!assets) throw new InferenceError('missing', { cause: model });
    return [assets.manifest, assets.graph];
  }
}
