/** The service worker of the book, as a page finds it. */
import { siteRoot } from '../root.ts';

/** The browser's service workers, where this page may have one. */
export function serviceWorkers(): ServiceWorkerContainer | undefined {
  try {
    // In a sandboxed frame its mere name throws.
    return location.protocol.startsWith('http') ? navigator.serviceWorker : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Registers the worker, or finds the one that is registered.
 * @throws {Error} when the browser refuses or the server has no worker.
 */
export function register(container: ServiceWorkerContainer): Promise<ServiceWorkerRegistration> {
  const root = siteRoot();
  return container.register(new URL('sw.js', root), { scope: root });
}
