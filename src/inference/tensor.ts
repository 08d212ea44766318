/** Plain tensors: what pipelines produce and consume, free of ONNX Runtime and of the browser. */

/** Element types used by the book's models, with the typed array that carries each. */
export interface TensorArrays {
  float32: Float32Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
}

export type TensorType = keyof TensorArrays;

/** A dense row-major tensor; `data.length` equals the product of `dims`. */
export type TensorData = {
  [T in TensorType]: {
    readonly type: T;
    readonly dims: readonly number[];
    readonly data: TensorArrays[T];
  };
}[TensorType];

/** Tensors by the input or output name of the ONNX graph. */
export type Tensors = Readonly<Record<string, TensorData>>;

/**
 * The output `name` as float32.
 * @throws {Error} when the graph has no such output or it is of another type.
 */
export function float32Output(outputs: Tensors, name: string): TensorData & { type: 'float32' } {
  const tensor = outputs[name];
  if (tensor?.type !== 'float32') throw new Error(`output "${name}" is missing or not float32`);
  return tensor;
}
