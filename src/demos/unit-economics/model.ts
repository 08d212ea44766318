/** What one customer brings and costs: the equations of section 10.3. */

/** Money in one currency, shares from 0 to 1. */
export interface EconomicsInputs {
  /** Price of a month. */
  readonly price: number;
  /** Calls of a customer in a month. */
  readonly calls: number;
  /** Tokens of a call. */
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** List price of a million tokens. */
  readonly priceIn: number;
  readonly priceOut: number;
  /** Retries and checks: by how much they multiply the cost of a call. */
  readonly overhead: number;
  /** Share of the calls that a model at a tenth of the price answers. */
  readonly routed: number;
  /** Share of the input tokens that the cache serves at a tenth of the price. */
  readonly cached: number;
  /** Other variable cost of a month: payment fees, support, traffic. */
  readonly other: number;
  /** Share of the customers that leave in a month; above 0. */
  readonly churn: number;
  /** Cost of winning a customer. */
  readonly acquisition: number;
}

/** What follows from the inputs, with the letters of the equations. */
export interface Economics {
  /** Model cost of one call, k, and of a month, qk. */
  readonly perCall: number;
  readonly modelCost: number;
  /** What a customer contributes in a month, g. */
  readonly contribution: number;
  /** Gross margin, g / p. */
  readonly margin: number;
  /** Months a customer stays on average, 1 / λ. */
  readonly lifetime: number;
  /** Lifetime value, g / λ. */
  readonly ltv: number;
  /** Months until the acquisition cost is earned back; Infinity for never. */
  readonly payback: number;
  /** Calls a month at which nothing is left; 0 where already other costs exceed the price. */
  readonly breakEven: number;
}

/** Price of a routed call and of a cached input token, relative to the list price. */
const DISCOUNT = 0.1;

/**
 * Of the customers the share (1 − λ)^t is still there after t months; over all t that adds up to 1 / λ months, and
 * so to g / λ. Price and churn must be above 0.
 */
export function economics(inputs: EconomicsInputs): Economics {
  const { price, calls, other, churn, acquisition } = inputs;
  const perCall = costOfCall(inputs);
  const modelCost = calls * perCall;
  const contribution = price - modelCost - other;
  return {
    perCall,
    modelCost,
    contribution,
    margin: contribution / price,
    lifetime: 1 / churn,
    ltv: contribution / churn,
    payback: payback(contribution, churn, acquisition),
    breakEven: Math.max(0, (price - other) / perCall),
  };
}

function costOfCall(inputs: EconomicsInputs): number {
  const { tokensIn, tokensOut, priceIn, priceOut, overhead, routed, cached } = inputs;
  const reading = tokensIn * priceIn * (1 - cached * (1 - DISCOUNT));
  const list = (reading + tokensOut * priceOut) / 1e6;
  return list * overhead * (1 - routed * (1 - DISCOUNT));
}

/**
 * The least n with g·Σ(1 − λ)^t ≥ A over t = 0 … n − 1. The sum is (1 − (1 − λ)^n) / λ, which approaches
 * 1 / λ: where g / λ does not exceed A, no number of months is enough.
 */
export function payback(contribution: number, churn: number, acquisition: number): number {
  if (acquisition <= 0) return 0;
  if (contribution <= 0) return Infinity;
  if (contribution >= acquisition) return 1;
  const missing = 1 - (acquisition * churn) / contribution;
  if (missing <= 0) return Infinity;
  const months = Math.log(missing) / Math.log1p(-churn);
  // A whole number must not become the next one through rounding.
  return Math.ceil(months - 1e-9);
}

/** What a customer brings in all, less what winning them cost. */
export function net(inputs: EconomicsInputs): number {
  return economics(inputs).ltv - inputs.acquisition;
}

/** How the result hangs on one input. */
export interface Sensitivity<Id> {
  readonly id: Id;
  /** The result with this input a fifth lower, and a fifth higher. */
  readonly low: number;
  readonly high: number;
}

const SHARES = new Set<keyof EconomicsInputs>(['routed', 'cached', 'churn']);

/** How `net` moves when each input alone moves by 20 %, the strongest first; a share stays at most 1. */
export function sensitivities(inputs: EconomicsInputs): Sensitivity<keyof EconomicsInputs>[] {
  const changed = (id: keyof EconomicsInputs, factor: number): number => {
    const value = inputs[id] * factor;
    return net({ ...inputs, [id]: SHARES.has(id) ? Math.min(1, value) : value });
  };
  return (Object.keys(inputs) as (keyof EconomicsInputs)[])
    .map((id) => ({ id, low: changed(id, 0.8), high: changed(id, 1.2) }))
    .sort((a, b) => swing(b) - swing(a));
}

/** Rounded, so that inputs of equal weight keep their order. */
function swing({ low, high }: { low: number; high: number }): number {
  return Math.round(Math.abs(high - low) * 1e6);
}
