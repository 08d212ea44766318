/** The engine ladder: where ONNX Runtime can run on this page, the best place first. */
import { readBytes } from './byte-source.ts';
import { InferenceError, toInferenceError } from './errors.ts';
import type { Host } from './host.ts';
import type { NumberedRequest, Reply, Request } from './protocol.ts';
import { loadScript } from './script-source.ts';
import type { Tensors } from './tensor.ts';

/** The rungs that run live; below them only the recorded result is left. */
export type Rung = 'worker' | 'blob-worker' | 'main-thread';

export interface Answer {
  readonly outputs: Tensors;
  readonly milliseconds: number;
}

/** A place where requests are answered. */
export interface Place {
  readonly rung: Rung;
  /** Rejects with an InferenceError; after `crashed` the place is dead. */
  ask(request: Request, transfer?: Transferable[]): Promise<Answer>;
  close(): void;
}

/** Milliseconds after which a worker that has not reported is given up. */
const PATIENCE = 10_000;

/**
 * Climbs down the ladder to the first place that works.
 * @param workerUrl the worker's classic script.
 */
export async function findPlace(workerUrl: string): Promise<Place> {
  try {
    return await workerPlace('worker', () => new Worker(workerUrl));
  } catch {
    // Refused, for example in a sandboxed frame or from file://.
  }
  try {
    const { bytes } = await readBytes(workerUrl, {});
    const url = URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' }));
    try {
      return await workerPlace('blob-worker', () => new Worker(url));
    } finally {
      URL.revokeObjectURL(url);
    }
  } catch (error) {
    // A file that is not there is not there for the next rung either.
    if (error instanceof InferenceError && error.code === 'missing') throw error;
    // Refused too, for example by a policy without worker-src blob:.
  }
  return mainThreadPlace(workerUrl);
}

/** A place in the worker that `create` makes. Resolves once the worker says that it is ready. */
async function workerPlace(rung: Rung, create: () => Worker): Promise<Place> {
  const worker = create();
  const waiting = new Map<
    number,
    { resolve: (answer: Answer) => void; reject: (error: Error) => void }
  >();
  let count = 0;
  const fail = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the worker does not answer')), PATIENCE);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message || 'the worker could not be loaded'));
    };
    worker.onmessage = () => {
      clearTimeout(timer);
      resolve();
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

  return {
    rung,
    ask(request, transfer = []) {
      return new Promise((resolve, reject) => {
        const message: NumberedRequest = { number: count++, request };
        waiting.set(message.number, { resolve, reject });
        worker.postMessage(message, transfer);
      });
    },
    close() {
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
    throw new InferenceError('missing', { cause });
  });
  const host = globalThis.aiBookHost;
  if (!host) throw new InferenceError('not-a-file', { cause: workerUrl });
  return host;
}
