import type { Tensors } from '../../src/inference/tensor.ts';

/** Tensors with their numbers in plain arrays, as they travel between a test and its page; only the types that the models of the book take. */
export type Plain = Record<
  string,
  { type: 'float32' | 'int32'; dims: readonly number[]; data: readonly number[] }
>;

/** @throws {Error} when a tensor is neither float32 nor int32. */
export function plain(tensors: Tensors): Plain {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { type, dims, data }]) => {
      if (type !== 'float32' && type !== 'int32') throw new Error(`${name} is ${type}`);
      return [name, { type, dims, data: Array.from(data as Float32Array | Int32Array) }];
    }),
  );
}

export function tensors(inputs: Plain): Tensors {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { type, dims, data }]) => [
      name,
      type === 'float32'
        ? { type, dims, data: Float32Array.from(data) }
        : { type, dims, data: Int32Array.from(data) },
    ]),
  );
}
