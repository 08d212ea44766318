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
 * Unpacks Zstandard while it arrives: ONNX Runtime is a third smaller in it than in gzip, which browsers unpack
 * themselves. It works in short turns, so that the page goes on responding.
 */
export class ZstdUnpacker {
  readonly #pieces: Uint8Array[] = [];
  readonly #stream = new Decompress((piece) => this.#pieces.push(piece));
  #work: Promise<void> = Promise.resolve();
  #turn = performance.now();

  /** Takes the next bytes of the packed file. */
  push(bytes: Uint8Array): void {
    this.#work = this.#work.then(() => this.#unpack(bytes));
    // Whoever finishes learns of it.
    this.#work.catch(() => undefined);
  }

  /**
   * The content, once all bytes were pushed.
   * @throws {Error} when they were damaged or are too few.
   */
  async finish(): Promise<Uint8Array<ArrayBuffer>> {
    await this.#work;
    this.#stream.push(new Uint8Array(0), true);
    return new Uint8Array(await new Blob(this.#pieces as BlobPart[]).arrayBuffer());
  }

  async #unpack(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += SLICE) {
      this.#stream.push(bytes.subarray(at, at + SLICE));
      if (performance.now() - this.#turn < TURN) continue;
      await nextTask();
      this.#turn = performance.now();
    }
  }
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
