import { Decompress } from 'fzstd';

/** Bytes unpacked between two looks at the clock. */
const SLICE = 16_384;

/** Milliseconds of unpacking after which the page gets its turn. */
const TURN = 12;

/** Whether `bytes` begin as Zstandard does. */
export function isZstd(bytes: Uint8Array): boolean {
  return [0x28, 0xb5, 0x2f, 0xfd].every((byte, index) => bytes[index] === byte);
}

/**
 * Unpacks Zstandard: ONNX Runtime is a third smaller in it than in gzip, which browsers unpack themselves.
 * It runs in short turns, so that the page goes on responding.
 * @throws {Error} when `bytes` are damaged.
 */
export async function unzstd(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  const stream = new Decompress((piece) => pieces.push(piece));
  let turn = performance.now();
  for (let at = 0; at < bytes.length; at += SLICE) {
    stream.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
    if (performance.now() - turn < TURN) continue;
    await nextTask();
    turn = performance.now();
  }
  return new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer());
}

/** Resolves after whatever else waits; unlike a timer it is not slowed down in a hidden tab. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
