/**
 * The files of one build on the reader's device.
 *
 * Each build has a cache of its own, which only ever holds files of that build, byte for byte: whatever is
 * put there is compared with the build's hash first. Versions can therefore not mix, and neither a stale
 * copy nor the login page of a public network can get in.
 */
import { sha256 } from '../inference/digest.ts';
import { InferenceError } from '../inference/errors.ts';
import { fetchBytes } from '../inference/fetch-source.ts';
import { HASH_LENGTH, type OfflineFile } from './manifest.ts';

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  woff2: 'font/woff2',
};

/** Whether `bytes` are the content of `file`. */
export async function isContent(
  file: OfflineFile,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return (
    bytes.byteLength === file.bytes && (await sha256(bytes)).slice(0, HASH_LENGTH) === file.hash
  );
}

/** `file` as the cache keeps it: whatever the server said about it, of the type that its name says. */
export function toResponse(file: OfflineFile, bytes: Uint8Array<ArrayBuffer>): Response {
  const extension = /\.(\w+)$/.exec(file.path)?.[1] ?? 'html';
  return new Response(bytes, {
    headers: {
      'Content-Type': TYPES[extension] ?? 'application/octet-stream',
      'Content-Length': String(bytes.byteLength),
    },
  });
}

/**
 * Gets `file` of the book at `base` over the network.
 * @throws {InferenceError} offline, network or missing; corrupted when the server has another version.
 * @throws {DOMException} AbortError when the signal aborts.
 */
export async function fetchFile(
  file: OfflineFile,
  base: string,
  options: { signal?: AbortSignal; onProgress?: (received: number) => void } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(file.path, base).href;
  const { bytes } = await fetchBytes(url, options);
  if (await isContent(file, bytes)) return bytes;
  // The browser's own cache may have kept an older one.
  const { bytes: again } = await fetchBytes(url, { ...options, fresh: true });
  if (await isContent(file, again)) return again;
  throw new InferenceError('corrupted', { cause: url });
}
