import * as ort from 'onnxruntime-web/wasm';
import type { TensorData, Tensors, TensorType } from './tensor.ts';

/** The smallest graph: one Identity, one number. */
const SMALLEST =
  'CAgSADo3ChAKAXgSAXkiCElkZW50aXR5EgFnWg8KAXgSCgoICAESBAoCCAFiDwoBeRIKCggIARIECgIIAUIECgAQDQ==';

/**
 * The ONNX Runtime sessions of one thread. It runs in the worker, in the main thread where workers are
 * refused, and in Node for the build, the command line and the tests.
 */
export class Sessions {
  readonly #sessions = new Map<string, ort.InferenceSession>();

  private constructor() {}

  /**
   * Starts ONNX Runtime and waits until it is compiled, which is most of the time to a first result.
   * @param runtime its WebAssembly, unpacked. Handing the bytes over avoids MIME types and paths; one thread
   *   needs no cross-origin isolation, so that embeds work.
   */
  static async start(runtime: Uint8Array<ArrayBuffer>): Promise<Sessions> {
    ort.env.wasm.wasmBinary = runtime;
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.proxy = false;
    ort.env.logLevel = 'error';
    const sessions = new Sessions();
    // It would wait for a model otherwise.
    await sessions.load(
      '',
      Uint8Array.from(atob(SMALLEST), (letter) => letter.charCodeAt(0)),
    );
    await sessions.release('');
    return sessions;
  }

  /** Makes the session `id` from the bytes of an ONNX file; one that exists is kept. */
  async load(id: string, graph: Uint8Array): Promise<void> {
    if (this.#sessions.has(id)) return;
    const session = await ort.InferenceSession.create(graph, {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
    });
    this.#sessions.set(id, session);
  }

  /** @throws {Error} when `id` is not loaded or a tensor does not fit the graph. */
  async run(id: string, inputs: Tensors): Promise<Tensors> {
    const session = this.#sessions.get(id);
    if (!session) throw new Error(`model "${id}" is not loaded`);
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, { type, data, dims }]) => [
        name,
        new ort.Tensor(type, data, dims),
      ]),
    );
    const results = await session.run(feeds);
    return Object.fromEntries(
      Object.entries(results).map(([name, tensor]) => [name, toTensorData(tensor)]),
    );
  }

  /** Frees the memory of session `id`. */
  async release(id: string): Promise<void> {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    await session?.release();
  }
}

function toTensorData(tensor: ort.Tensor): TensorData {
  const supported: readonly string[] = [
    'float32',
    'int32',
    'int64',
    'uint8',
  ] satisfies TensorType[];
  if (!supported.includes(tensor.type)) throw new Error(`output of type ${tensor.type}`);
  // ONNX Runtime types an output's data only by its name; `type` says what it is.
  return { type: tensor.type, dims: tensor.dims, data: tensor.data } as TensorData;
}
