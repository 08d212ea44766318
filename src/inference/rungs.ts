/** The engine ladder: where ONNX Runtime can run on this page, the best place first. */
import type { Asset } from './assets.ts';
import { download } from './download.ts';
import { InferenceError, toInferenceError, type ErrorCode } from './errors.ts';
import type { Host } from './host.ts';
import type { Answer, NumberedRequest, Reply, Request } from './protocol.ts';
import { loadScript } from './script-source.ts';

/** The rungs that run live; below them only the recorded result is left. */
export type Rung = 'worker' | 'blob-worker' | 'main-thread';

/** A place where requests are answered. */
export interface Place {
  readonly rung: Rung;
  /** Rejects with an InferenceError; after `crashed` the place is dead. */
  ask(request: Request, transfer?: Transferable[]): Promise<Answer>;
  close(): void;
}

/** Milliseconds after which a worker that has not reported is given up. */
const PATIENCE = 10_000;

/** What is wrong with a file, and so with it on every rung. */
const BAD_FILE: readonly ErrorCode[] = ['missing', 'not-a-file', 'corrupted'];

/**
 * Climbs down the ladder to the first place that works.
 * @param worker the worker's classic script, under `base`.
 */
export async function findPlace(worker: Asset, base: string): Promise<Place> {
  const address = new URL(worker.path, base).href;
  try {
    return await workerPlace('worker', () => new Worker(address));
  } catch {
    // Refused, for example in a sandboxed frame or from file://.
  }
  try {
    const { content } = await download(worker, base);
    const url = URL.createObjectURL(new Blob([content], { type: 'text/javascript' }));
    try {
      return await workerPlace('blob-worker', () => new Worker(url));
    } finally {
      URL.revokeObjectURL(url);
    }
  } catch (error) {
    if (error instanceof InferenceError && BAD_FILE.includes(error.code)) throw error;
    // Refused too, for example by a policy without worker-src blob:.
  }
  return mainThreadPlace(address);
}

/** A place in the worker that `create` makes. Resolves once the worker says that it is ready. */
async function workerPlace(rung: Rung, create: () => Worker): Promise<Place> {
  const worker = create();
  const waiting = new Map<
    number,
    { resolve: (answer: Answer) => void; reject: (error: Error) => void }
  >();
  let count = 0;
  let end: Error | undefined;
  const fail = (error: Error): void => {
    end ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  const lock = await new Promise<string | undefined>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the worker does not answer')), PATIENCE);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message || 'the worker could not be loaded'));
    };
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      clearTimeout(timer);
      resolve(data.kind === 'ready' ? data.lock : undefined);
    };
  }).catch((error: unknown) => {
    worker.terminate();
    throw error;
  });

  worker.onerror = (event) => {
    event.preventDefault();
    fail(new InferenceError('crashed', { cause: event.message }));
  };
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    if (data.kind === 'ready') return;
    const entry = waiting.get(data.number);
    waiting.delete(data.number);
    if (data.kind === 'done') entry?.resolve(data);
    else entry?.reject(toInferenceError(data.message));
  };

  const closing = new AbortController();
  if (lock)
    navigator.locks
      .request(lock, { signal: closing.signal }, () => fail(new InferenceError('crashed')))
      // Closed before its time.
      .catch(() => undefined);

  return {
    rung,
    ask(request, transfer = []) {
      return new Promise((resolve, reject) => {
        if (end) return reject(end);
        const message: NumberedRequest = { number: count++, request };
        waiting.set(message.number, { resolve, reject });
        worker.postMessage(message, transfer);
      });
    },
    close() {
      closing.abort();
      worker.terminate();
      fail(new DOMException('the engine was closed', 'AbortError'));
    },
  };
}

/** A place on the page's own thread: slower to respond, but it needs no worker. */
async function mainThreadPlace(workerUrl: string): Promise<Place> {
  const host = (globalThis.aiBookHost ??= await loadHost(workerUrl));
  return {
    rung: 'main-thread',
    ask: (request) =>
      host.answer(request).catch((error: unknown) => {
        throw toInferenceError(error);
      }),
    close: () => {
      globalThis.aiBookHost = undefined;
    },
  };
}

/** Runs the worker's script in the page, where it leaves its host in a global variable. */
async function loadHost(workerUrl: string): Promise<Host> {
  await loadScript(workerUrl).catch((cause: unknown) => {
    const offline = cause instanceof InferenceError && cause.code === 'offline';
    throw offline ? cause : new InferenceError('missing', { cause });
  });
  const host = globalThis.aiBookHost;
  if (!host) throw new InferenceError('not-a-file', { cause: workerUrl });
  return host;
}
