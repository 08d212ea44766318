import type { Asset } from './assets.ts';
import { sha256 } from './digest.ts';
import { InferenceError, isAbort } from './errors.ts';
import { forget, readStored, store } from './storage.ts';

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes received so far, out of `asset.bytes`. */
  readonly onProgress?: ((received: number) => void) | undefined;
}

export interface Download {
  /** The file, unpacked and checked. */
  readonly content: Uint8Array<ArrayBuffer>;
  /** Bytes that came over the network for it: 0 when it was stored on the device. */
  readonly transferred: number;
}

/** What arrived of a file before the connection broke, so that a retry goes on from there. */
const partial = new Map<string, Uint8Array<ArrayBuffer>>();

/**
 * Fetches `asset` from `base`: from the device if it is stored there, otherwise over the network.
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
  if (stored) {
    try {
      const content = await unpack(stored, asset);
      options.onProgress?.(asset.bytes);
      return { content, transferred: 0 };
    } catch {
      await forget(url);
    }
  }
  const received = partial.get(url)?.byteLength ?? 0;
  const packed = await receive(url, asset, options);
  try {
    const content = await unpack(packed, asset);
    await store(url, packed);
    return { content, transferred: packed.byteLength - received };
  } finally {
    partial.delete(url);
  }
}

/** All bytes of `url`, going on from where an earlier attempt broke off. */
async function receive(
  url: string,
  asset: Asset,
  { signal, onProgress }: DownloadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const begun = partial.get(url);
  const headers = begun ? { Range: `bytes=${begun.byteLength}-` } : undefined;
  const response = await request(url, { ...(signal && { signal }), ...(headers && { headers }) });
  const chunks: Uint8Array<ArrayBuffer>[] = begun && response.status === 206 ? [begun] : [];
  let total = chunks[0]?.byteLength ?? 0;
  onProgress?.(total);
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array(await response.arrayBuffer());
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      total += value.byteLength;
      onProgress?.(Math.min(total, asset.bytes));
    }
  } catch (error) {
    partial.set(url, concatenate(chunks, total));
    throw isAbort(error) ? error : connectionError(error);
  }
  return concatenate(chunks, total);
}

async function request(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    throw isAbort(error) ? error : connectionError(error);
  }
  if (response.status === 416) {
    partial.delete(url);
    throw new InferenceError('corrupted');
  }
  if (response.status === 404) throw new InferenceError('missing');
  if (!response.ok) throw new InferenceError('network', { cause: response.status });
  return response;
}

function connectionError(cause: unknown): InferenceError {
  const offline = globalThis.navigator?.onLine === false;
  return new InferenceError(offline ? 'offline' : 'network', { cause });
}

function concatenate(
  chunks: readonly Uint8Array<ArrayBuffer>[],
  total: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** The content of `packed`, checked against the hash in `asset`. */
async function unpack(
  packed: Uint8Array<ArrayBuffer>,
  asset: Asset,
): Promise<Uint8Array<ArrayBuffer>> {
  if (looksLikeHtml(packed)) throw new InferenceError('not-a-file');
  let content = packed;
  // Some servers unpack `.gz` files themselves, so the bytes decide, not the file's name.
  if (asset.encoding === 'gzip' && packed[0] === 0x1f && packed[1] === 0x8b) {
    try {
      content = await gunzip(packed);
    } catch (cause) {
      throw new InferenceError('corrupted', { cause });
    }
  }
  if ((await sha256(content)) !== asset.sha256) throw new InferenceError('corrupted');
  return content;
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function looksLikeHtml(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart().toLowerCase();
  return start.startsWith('<!doctype') || start.startsWith('<html');
}
