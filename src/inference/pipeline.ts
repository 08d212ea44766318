import type { ModelManifest } from './manifest.ts';
import type { Tensors } from './tensor.ts';

/**
 * What stands between a reader's input and a graph: pure functions without DOM, fetch or ONNX Runtime.
 *
 * A pipeline always handles a batch (of one, mostly), so that batch mode and occlusion need no code of
 * their own. The browser, the build, the command line and the tests all run the same pipeline.
 */
export interface Pipeline<Input, Result> {
  /** Turns inputs into the tensors of the graph. */
  preprocess(inputs: readonly Input[], manifest: ModelManifest): Tensors;
  /** Turns the graph's outputs for these inputs into one result each, in the same order. */
  postprocess(outputs: Tensors, inputs: readonly Input[], manifest: ModelManifest): Result[];
}

/** A model as the place at hand offers it: a page, the build or a test. */
export interface Runner {
  readonly manifest: ModelManifest;
  run(inputs: Tensors): Promise<Tensors>;
}

/** The results of a pipeline for `inputs`, in their order. */
export async function answer<Input, Result>(
  { preprocess, postprocess }: Pipeline<Input, Result>,
  { manifest, run }: Runner,
  inputs: readonly Input[],
): Promise<Result[]> {
  // Graphs need not take an empty batch.
  if (inputs.length === 0) return [];
  return postprocess(await run(preprocess(inputs, manifest)), inputs, manifest);
}
