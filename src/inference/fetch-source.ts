import type { ByteSource } from './byte-source.ts';
import { InferenceError, isAbort } from './errors.ts';

/** What arrived of a file before the connection broke, so that a retry goes on from there. */
const partial = new Map<string, Uint8Array<ArrayBuffer>>();

/** Bytes by `fetch`, going on from where an earlier attempt broke off. */
export const fetchBytes: ByteSource = async (url, options) => {
  const { signal, onProgress, onPiece, fresh } = options;
  const begun = partial.get(url);
  const response = await request(url, {
    ...(signal && { signal }),
    ...(begun && { headers: { Range: `bytes=${begun.byteLength}-` } }),
    ...(fresh && { cache: 'reload' }),
  });
  const chunks: Uint8Array<ArrayBuffer>[] = begun && response.status === 206 ? [begun] : [];
  const earlier = chunks[0]?.byteLength ?? 0;
  let total = earlier;
  onProgress?.(total);
  for (const chunk of chunks) onPiece?.(chunk);
  const reader = response.body?.getReader();
  if (!reader) throw new InferenceError('network');
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      total += value.byteLength;
      onProgress?.(total);
      onPiece?.(value);
    }
  } catch (error) {
    // Where the browser unpacks on the way, a range of the packed file does not fit what has arrived.
    if (total > 0 && !response.headers.has('Content-Encoding'))
      partial.set(url, concatenate(chunks, total));
    throw isAbort(error) ? error : connectionError(error);
  }
  partial.delete(url);
  return { bytes: concatenate(chunks, total), transferred: total - earlier };
};

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
