/**
 * `model.json`: the card of a model and the contract of its input and output.
 * Written by the training code, checked by the build and again by the reader's browser.
 */
import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));
const count = z.int().check(z.nonnegative());
const probability = z.number().check(z.gte(0), z.lte(1));

/** A graph input or output; a string in `shape` names a free dimension such as "batch". */
const tensorSpec = z.object({
  name: text,
  dtype: z.enum(['float32', 'int32', 'int64', 'uint8']),
  shape: z.array(z.union([count, text])),
});

/** A data set a model was trained on, and what its licence permits. */
const dataset = z.object({
  name: text,
  records: text,
  licence: text,
  permits: text,
  attribution: text,
});

/** The one measure without an interval: resampling would add its bias once more. */
const CALIBRATION = 'calibration-error';

/** One measured figure with its 95 % interval (Wilson for proportions, bootstrap otherwise). */
const metric = z
  .object({
    name: text,
    split: text,
    value: z.number(),
    interval: z.optional(z.tuple([z.number(), z.number()])),
    n: count,
    note: z.optional(text),
  })
  .check(z.refine(({ name, interval }) => interval !== undefined || name === CALIBRATION));

/** Rows are the true class, columns the predicted one, both in the order of `labels`. */
const confusion = z.object({
  split: text,
  labels: z.array(text),
  counts: z.array(z.array(count)),
});

const published = z.object({
  model: text,
  metric: text,
  value: z.number(),
  /** The test data, as the `split` of our own figures on it begins; left out where a card has but one. */
  dataset: z.optional(text),
  trainedOn: text,
  source: text,
  url: z.optional(z.url()),
});

/** An input made by the project that the model gets wrong, with what it answered. */
const failure = z.object({
  input: text,
  expected: text,
  predicted: text,
  probability: z.optional(probability),
  why: text,
});

/** The schema of `model.json`. */
const manifestSchema = z.object({
  id: text,
  version: text,
  task: z.enum([
    'text-classification',
    'token-classification',
    'image-classification',
    'text-generation',
    'object-detection',
    'segmentation',
    'tabular-classification',
    'recommendation',
    'forecasting',
  ]),
  title: text,
  summary: text,
  architecture: text,
  parameters: count,
  file: z.object({
    name: text,
    bytes: count,
    sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  }),
  inputs: z.array(tensorSpec),
  outputs: z.array(tensorSpec),
  labels: z.array(z.object({ id: text, zh: text, en: text })),
  /** Constants that the pipeline needs; each pipeline parses its own. */
  preprocessing: z.record(z.string(), z.unknown()),
  training: z.object({
    data: z.array(dataset),
    command: text,
    seed: z.int(),
    seconds: z.number(),
    hardware: text,
    software: text,
    recipe: z.array(text),
  }),
  metrics: z.array(metric),
  confusion: z.optional(confusion),
  published: z.array(published),
  limitations: z.array(text),
  failures: z.array(failure),
  licence: text,
});

/** A model card, checked. */
export type ModelManifest = z.infer<typeof manifestSchema>;

/**
 * Parses the text of a `model.json`.
 * @throws {SyntaxError} when it is not JSON, {z.core.$ZodError} when it is not a manifest.
 */
export function parseManifest(json: string): ModelManifest {
  return manifestSchema.parse(JSON.parse(json));
}
