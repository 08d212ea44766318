import type { ByteSource } from './byte-source.ts';
import { InferenceError } from './errors.ts';
import { decode } from './seven-bits.ts';

declare global {
  /** Files that scripts have brought, in seven bits to a character, by name. */
  var aiBookFiles: Record<string, string> | undefined;
}

/** Bytes from the script `<url>.js`, which the build wrote with `toScript`. */
export const scriptBytes: ByteSource = async (url, { signal, onProgress, onPiece }) => {
  const name = fileName(url);
  await loadScript(`${url}.js`, signal);
  const text = globalThis.aiBookFiles?.[name];
  if (text === undefined) throw new InferenceError('missing', { cause: url });
  // Megabytes of text that nobody reads again.
  delete globalThis.aiBookFiles?.[name];
  const bytes = decode(text);
  onProgress?.(bytes.byteLength);
  onPiece?.(bytes);
  // From a folder on the device nothing came over a network.
  const local = new URL(url).protocol === 'file:';
  return { bytes, transferred: local ? 0 : bytes.byteLength };
};

/** The script that brings the file at `path`, whose content is `encoded` in seven bits to a character. */
export function toScript(path: string, encoded: string): string {
  return `(self.aiBookFiles??={})["${fileName(path)}"]="${encoded}";`;
}

/** Names hold a hash of the content, so that the last step of a path is enough to tell files apart. */
function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Runs a classic script in the page. */
export async function loadScript(url: string, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const script = document.createElement('script');
  script.src = url;
  const offline = globalThis.navigator?.onLine === false;
  try {
    await new Promise<void>((resolve, reject) => {
      script.onload = () => resolve();
      script.onerror = () =>
        reject(new InferenceError(offline ? 'offline' : 'network', { cause: url }));
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      document.head.append(script);
    });
  } finally {
    script.remove();
  }
}
