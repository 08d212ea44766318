/** The caches of the book and the list of what the reader has saved, by name; small, for every page. */

const PREFIX = 'ai-book';
const SAVED = 'saved';

/** Name of the cache with the files of `build`. Books at several paths of one server keep apart. */
export function cacheName(base: string, build: string): string {
  return `${PREFIX} ${new URL(base).pathname} ${build}`;
}

/** Names of the caches of all builds of the book at `base`. */
export async function buildCaches(base: string): Promise<string[]> {
  const start = cacheName(base, '');
  return (await caches.keys()).filter(
    (name) => name.startsWith(start) && name !== cacheName(base, SAVED),
  );
}

/** Name of the lock that saving holds: a worker that began meanwhile would clear away what has arrived. */
export function savingLock(base: string): string {
  return cacheName(base, 'saving');
}

/** The list of what is saved, which outlives builds: a cache whose keys are the units' addresses. */
export function openSaved(base: string): Promise<Cache> {
  return caches.open(cacheName(base, SAVED));
}

/** Ids of the units that the reader has saved. */
export async function savedUnits(base: string): Promise<ReadonlySet<string>> {
  // Opening it would make it, on every device.
  if (!(await caches.has(cacheName(base, SAVED)))) return new Set();
  const requests = await (await openSaved(base)).keys();
  return new Set(requests.map(({ url }) => decodeURI(url.slice(base.length))));
}

/** Whether the reader has saved one of the units; false where nothing can be stored. */
export async function isSaved(base: string, units: readonly string[]): Promise<boolean> {
  try {
    const matches = units.map((id) =>
      caches.match(new URL(id, base), { cacheName: cacheName(base, SAVED) }),
    );
    return (await Promise.all(matches)).some(Boolean);
  } catch {
    return false;
  }
}
