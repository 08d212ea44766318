/**
 * What every page of the book does for reading offline: it registers the service worker, and has the rows
 * for saving ready below. Where there can be no worker (from a folder, over plain HTTP, in a sandbox) the
 * book is read as it is.
 */
import { tell } from './messages.ts';
import { register, serviceWorkers } from './register.ts';

function loaded(): string[] {
  return performance.getEntriesByType('resource').map(({ name }) => name);
}

/** Lets a newer worker begin as soon as it may; it is the worker that judges. */
function offerPage(registration: ServiceWorkerRegistration): void {
  const ask = (): void => {
    const { active, waiting } = registration;
    if (active && waiting) tell(waiting, { type: 'take-over', loaded: loaded() });
  };
  ask();
  // Back here the reader may have closed the other pages.
  document.addEventListener('visibilitychange', ask);
  // What was saved must not stay behind in the earlier build.
  document.addEventListener('book-shelf:change', ask);
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', ask);
  });
}

function start(container: ServiceWorkerContainer): void {
  // What this page loaded before the worker began has not passed through it.
  container.addEventListener('controllerchange', () => {
    const { controller } = container;
    const urlsToCache = [location.origin + location.pathname, ...loaded()];
    if (controller) tell(controller, { type: 'CACHE_URLS', payload: { urlsToCache } });
  });
  register(container).then(offerPage, () => undefined);
}

const container = serviceWorkers();
if (import.meta.env.PROD) {
  // Not before the page is there: reading comes first.
  if (container) addEventListener('load', () => start(container));
} else {
  // A worker that a build left at this address would answer for what the author writes.
  void container?.getRegistration().then((registration) => registration?.unregister());
}

const details = document.querySelector<HTMLDetailsElement>('.save-offline');
// Who reads it from a folder has it already.
if (location.protocol === 'file:') details?.remove();
details?.addEventListener('toggle', () => {
  if (!details.open) return;
  import('./panel.ts').catch(() => {
    for (const line of details.querySelectorAll('[aria-live]'))
      line.textContent = '没有载入，检查网络后再打开一次。';
  });
});
// Without a worker nothing has been saved yet. Who has left before the mark comes does not miss it.
if (details && container?.controller)
  import('./mark-saved.ts').then(
    ({ markSaved }) => markSaved(details),
    () => undefined,
  );
