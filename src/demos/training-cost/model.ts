/** What it costs to train and to serve a dense Transformer: the equations of section 9.3. */

/** In the units of the equations: plain numbers, shares from 0 to 1, all above 0. */
export interface CostInputs {
  /** Parameters; of a mixture of experts those that one token activates. */
  readonly parameters: number;
  /** Training tokens. */
  readonly tokens: number;
  /** Peak of one GPU, in operations per second. */
  readonly peak: number;
  /** Memory bandwidth of one GPU, in bytes per second. */
  readonly bandwidth: number;
  /** Power of one GPU, in watts. */
  readonly watts: number;
  /** Share of the peak that training reaches, and serving. */
  readonly trainingUse: number;
  readonly servingUse: number;
  /** Rent of one GPU for an hour. */
  readonly price: number;
  readonly gpus: number;
  /** Tokens generated in a day. */
  readonly dailyTokens: number;
}

/** What follows from the inputs; money is in the currency of `price`. */
export interface Costs {
  /** Operations of the training: 6ND. */
  readonly operations: number;
  readonly gpuHours: number;
  readonly days: number;
  readonly money: number;
  /** Energy of the GPUs in kilowatt hours, without cooling. */
  readonly energy: number;
  /** Cost of generating a million tokens. */
  readonly perMillion: number;
  /** Requests that must be answered together to reach `servingUse`. */
  readonly batch: number;
  readonly dailyMoney: number;
  /** GPUs that the daily tokens keep busy. */
  readonly servingGpus: number;
}

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Weights in BF16. */
const BYTES_PER_PARAMETER = 2;
/** Operations per parameter and token: forward and backward, and forward alone (Kaplan et al. 2020). */
const TRAINING_OPERATIONS = 6;
const SERVING_OPERATIONS = 2;

/**
 * Training takes 6ND operations and serving 2N a token (Kaplan et al. 2020); what they cost follows from the
 * share of the peak that the GPUs reach.
 */
export function costs(inputs: CostInputs): Costs {
  const { parameters, tokens, peak, trainingUse, servingUse, price, gpus, dailyTokens } = inputs;
  const operations = TRAINING_OPERATIONS * parameters * tokens;
  const gpuHours = operations / (peak * trainingUse * HOUR);
  const perToken = SERVING_OPERATIONS * parameters;
  const perMillion = ((perToken * 1e6) / (peak * servingUse * HOUR)) * price;
  return {
    operations,
    gpuHours,
    days: gpuHours / gpus / 24,
    money: gpuHours * price,
    energy: (gpuHours * inputs.watts) / 1000,
    perMillion,
    batch: batchFor(servingUse, inputs),
    dailyMoney: (perMillion * dailyTokens) / 1e6,
    servingGpus: Math.ceil((perToken * dailyTokens) / (peak * servingUse * DAY)),
  };
}

/**
 * Requests to be answered together. Each step reads all weights once, whatever the batch: the memory allows
 * a share of the peak of batch × 2 / peak ÷ (bytes / bandwidth) (the roofline; Williams et al. 2009).
 */
function batchFor(use: number, { peak, bandwidth }: CostInputs): number {
  return Math.ceil((use * peak * BYTES_PER_PARAMETER) / (SERVING_OPERATIONS * bandwidth));
}

/** Training tokens per parameter that use a given number of operations best (Hoffmann et al. 2022). */
export const TOKENS_PER_PARAMETER = 20;

/** Cost of training `parameters` on the tokens at hand, or on as many as suit the parameters. */
export function trainingMoney(
  inputs: CostInputs,
  parameters: number,
  tokens = inputs.tokens,
): number {
  return costs({ ...inputs, parameters, tokens }).money;
}
