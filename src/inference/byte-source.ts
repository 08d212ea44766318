/** Where the bytes of a file come from: `fetch` where it is allowed, a classic script where it is not. */
import { fetchBytes } from './fetch-source.ts';
import { InferenceError } from './errors.ts';
import { scriptBytes } from './script-source.ts';

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes received so far. */
  readonly onProgress?: ((received: number) => void) | undefined;
  /** Called with the file piece by piece, as soon as each is there. */
  readonly onPiece?: ((piece: Uint8Array<ArrayBuffer>) => void) | undefined;
  /** Past the browser's own cache: what came from there was damaged. */
  readonly fresh?: boolean;
}

export interface Received {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes that came over the network for it this time. */
  readonly transferred: number;
}

/**
 * @throws {InferenceError} offline, network, missing or corrupted.
 * @throws {DOMException} AbortError when the signal aborts.
 */
export type ByteSource = (url: string, options: ReadOptions) => Promise<Received>;

/** Set once `fetch` was refused, so that no further file knocks in vain. */
let refused = false;

/**
 * The bytes of `url`, from the first source that gives them. A page without an origin of its own, in
 * `<iframe sandbox="allow-scripts">`, may not fetch from a server that sends no CORS header, and one opened
 * from a folder may not fetch at all; scripts both may load, and the build lays every file out as one too.
 */
export const readBytes: ByteSource = async (url, options) => {
  if (new URL(url).protocol === 'file:') return scriptBytes(url, options);
  const hasOrigin = globalThis.origin !== 'null';
  if (!hasOrigin && refused) return scriptBytes(url, options);
  try {
    return await fetchBytes(url, options);
  } catch (error) {
    const connection =
      error instanceof InferenceError && ['network', 'offline'].includes(error.code);
    if (hasOrigin || !connection) throw error;
    const received = await scriptBytes(url, options);
    refused = true;
    return received;
  }
};
