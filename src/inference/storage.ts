/**
 * Downloaded files kept on the reader's device (Cache API).
 *
 * Storage is a convenience: in a sandboxed frame even naming `caches` throws, a disk may be full, a
 * private window may refuse. Every function here therefore fails softly.
 */
const CACHE = 'ai-book-inference-1';

/** The stored bytes for `url`, or undefined. */
export async function readStored(url: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const response = await (await caches.open(CACHE)).match(url);
    return response && new Uint8Array(await response.arrayBuffer());
  } catch {
    return undefined;
  }
}

/**
 * Keeps a copy of `bytes` for `url`; the caller may do with them what it likes at once.
 * @param keepOlder whether older versions of the same file (same name, other hash) stay; else they go.
 */
export async function store(
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
  keepOlder = false,
): Promise<void> {
  // WebKit takes the bytes of a response only later, when the caller may have given them away.
  const response = new Response(new Blob([bytes]));
  try {
    const cache = await caches.open(CACHE);
    for (const request of keepOlder ? [] : await cache.keys())
      if (request.url !== url && unversioned(request.url) === unversioned(url))
        await cache.delete(request);
    await cache.put(url, response);
  } catch {
    // The next visit downloads again; nothing is lost.
  }
}

/** The addresses of all stored files. */
export async function storedUrls(): Promise<string[]> {
  try {
    // Opening it would make it.
    if (!(await caches.has(CACHE))) return [];
    return (await (await caches.open(CACHE)).keys()).map(({ url }) => url);
  } catch {
    return [];
  }
}

/** Forgets `url`: what was stored turned out damaged. */
export async function forget(url: string): Promise<void> {
  try {
    await (await caches.open(CACHE)).delete(url);
  } catch {
    // Nothing was stored, then.
  }
}

/** `…/name.0123abcd.ext` without its hash. */
function unversioned(url: string): string {
  return url.replace(/\.[0-9a-f]{12}(?=\.)/, '');
}
