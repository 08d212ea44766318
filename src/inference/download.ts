import type { Asset } from './assets.ts';
import { readBytes, type ReadOptions } from './byte-source.ts';
import { sha256 } from './digest.ts';
import { InferenceError } from './errors.ts';
import { forget, readStored, store } from './storage.ts';
import { isZstd, ZstdUnpacker } from './zstd.ts';

/** What came of a download. */
export interface Download {
  /** The file, unpacked and checked. */
  readonly content: Uint8Array<ArrayBuffer>;
  /** Bytes that came over the network for it: 0 when it was stored on the device. */
  readonly transferred: number;
  /** Settles when it is stored for the next visit, or cannot be. Who needs only the content need not wait. */
  readonly stored: Promise<void>;
}

export interface DownloadOptions extends ReadOptions {
  /** Leave older versions of the file on the device: pages that need them may still be open. */
  readonly keepOlder?: boolean;
}

/** Files that arrived damaged; a retry must not get the same bytes from the browser's own cache. */
const damaged = new Set<string>();

/**
 * Gets `asset` from `base`: from the device if it is stored there, otherwise over the network.
 * The content is unpacked and its SHA-256 compared before anything uses it.
 * @throws {InferenceError} offline, network, missing, not-a-file or corrupted.
 * @throws {DOMException} AbortError when `signal` aborts.
 */
export async function download(
  asset: Asset,
  base: string,
  options: DownloadOptions = {},
): Promise<Download> {
  const url = new URL(asset.path, base).href;
  const stored = await readStored(url);
  if (stored && (await sha256(stored)) === asset.sha256) {
    options.onProgress?.(asset.bytes);
    return { content: stored, transferred: 0, stored: Promise.resolve() };
  }
  if (stored) await forget(url);
  const unpacker = new ZstdUnpacker();
  const { bytes: packed, transferred } = await readBytes(url, {
    ...options,
    fresh: damaged.has(url),
    onPiece: (piece) => asset.encoding === 'zstd' && unpacker.push(piece),
    onProgress: (received) => options.onProgress?.(Math.min(received, asset.bytes)),
  });
  damaged.add(url);
  const content = await unpack(packed, asset, unpacker);
  damaged.delete(url);
  return {
    content,
    // What the browser unpacked on the way was not sent at that size.
    transferred: Math.min(transferred, asset.bytes),
    // Unpacked: to do that again on every visit would take a phone seconds.
    stored: store(url, content, options.keepOlder),
  };
}

/** The content of `packed`, which `unpacker` was given if need be, checked against the hash in `asset`. */
async function unpack(
  packed: Uint8Array<ArrayBuffer>,
  asset: Asset,
  unpacker: ZstdUnpacker,
): Promise<Uint8Array<ArrayBuffer>> {
  if (looksLikeHtml(packed)) throw new InferenceError('not-a-file');
  let content = packed;
  if (asset.encoding === 'zstd' && isZstd(packed)) {
    try {
      content = await unpacker.finish();
    } catch (cause) {
      throw new InferenceError('corrupted', { cause });
    }
  }
  if ((await sha256(content)) !== asset.sha256) throw new InferenceError('corrupted');
  return content;
}

function looksLikeHtml(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart().toLowerCase();
  return start.startsWith('<!doctype') || start.startsWith('<html');
}
