/** What pages ask the service worker. */
import type { OfflineManifest } from './manifest.ts';

/** By their `type`. */
export type WorkerMessage =
  /** Answered with the manifest of its build. */
  | { readonly type: 'manifest' }
  /** Asks a worker that waits to catch up and begin; `loaded` are the addresses of what the page has loaded. */
  | { readonly type: 'take-over'; readonly loaded: readonly string[] }
  /** Has files stored that were loaded before the worker was there; Workbox defines it. */
  | { readonly type: 'CACHE_URLS'; readonly payload: { readonly urlsToCache: readonly string[] } };

/** Sends a message; no answer comes. */
export function tell(worker: ServiceWorker, message: WorkerMessage): void {
  worker.postMessage(message);
}

/** The manifest of the build that `worker` serves. */
export function askManifest(worker: ServiceWorker): Promise<OfflineManifest> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<OfflineManifest>) => resolve(data);
    worker.postMessage({ type: 'manifest' } satisfies WorkerMessage, [port2]);
  });
}
