/**
 * SHA-256 of `bytes` in lower-case hexadecimal.
 *
 * `crypto.subtle` exists only in secure contexts; a book served over plain HTTP in a local network
 * is none, so a JavaScript implementation stands in there.
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  const digest = subtle
    ? new Uint8Array(await subtle.digest('SHA-256', bytes))
    : (await import('@noble/hashes/sha2.js')).sha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
