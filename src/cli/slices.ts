import { run } from '../inference/node.ts';
import type { TensorData, Tensors } from '../inference/tensor.ts';

/** Rows that go through a graph at once. */
const ROWS = 256;

/**
 * Runs model `id` on a batch of any size, a slice of it at a time: a long text may become thousands of
 * rows, and the memory of a run grows with them.
 */
export async function runInSlices(id: string, inputs: Tensors): Promise<Tensors> {
  const rows = Math.max(...Object.values(inputs).map(({ dims }) => dims[0] ?? 0));
  if (rows <= ROWS) return run(id, inputs);
  const slices: Tensors[] = [];
  for (let from = 0; from < rows; from += ROWS)
    slices.push(
      await run(
        id,
        mapTensors(inputs, (tensor) => slice(tensor, from, from + ROWS)),
      ),
    );
  return mapTensors(slices[0] ?? {}, (_, name) =>
    join(slices.flatMap((outputs) => outputs[name] ?? [])),
  );
}

function mapTensors(
  tensors: Tensors,
  change: (tensor: TensorData, name: string) => TensorData,
): Tensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, change(tensor, name)]),
  );
}

/** Rows `from` to `to`, exclusive, of a tensor. */
function slice({ type, dims, data }: TensorData, from: number, to: number): TensorData {
  const [rows = 0, ...rest] = dims;
  const size = product(rest);
  // The array stays of the tensor's type, which the compiler cannot follow.
  return {
    type,
    dims: [Math.min(to, rows) - from, ...rest],
    data: data.subarray(from * size, to * size),
  } as TensorData;
}

/** Slices below each other; they differ in their number of rows only. */
function join(tensors: readonly TensorData[]): TensorData {
  const [first] = tensors;
  if (!first) throw new Error('nothing to join');
  const dims = [
    tensors.reduce((sum, tensor) => sum + (tensor.dims[0] ?? 0), 0),
    ...first.dims.slice(1),
  ];
  const Data = first.data.constructor as new (length: number) => TensorData['data'];
  const data = new Data(product(dims));
  let at = 0;
  for (const tensor of tensors) {
    data.set(tensor.data as never, at);
    at += tensor.data.length;
  }
  return { type: first.type, dims, data } as TensorData;
}

function product(factors: readonly number[]): number {
  return factors.reduce((a, b) => a * b, 1);
}
