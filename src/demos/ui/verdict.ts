import { html, type TemplateResult } from 'lit';
import type { ImageResult } from '../image/classes.ts';
import { formatProbability, probabilityBars } from './bars.ts';
import { strings } from './image-strings.ts';
import { nameOf, type Label } from './labels.ts';

/**
 * The answer of an image classifier and all its probabilities; 「不确定」 where the model is not sure.
 * @param waiting what to say while there is no answer.
 * @param settled whether a screen reader should speak the answer; false while the input still moves.
 */
export function verdict(
  result: ImageResult | undefined,
  labels: readonly Label[],
  waiting: string,
  settled: boolean,
): TemplateResult {
  return html`<p class="demo-answer" aria-live=${settled && result ? 'polite' : 'off'}>
      ${result ? answer(result, labels) : html`<span>${waiting}</span>`}
    </p>
    ${probabilityBars(
      labels.map(({ id }) => ({
        label: nameOf(id, labels),
        probability: result?.scores[id] ?? 0,
      })),
    )}`;
}

function answer(
  { label, scores, confident }: ImageResult,
  labels: readonly Label[],
): TemplateResult {
  const name = nameOf(label, labels);
  const probability = formatProbability(scores[label] ?? 0);
  return confident
    ? html`<strong>${name}</strong> <span>${probability}</span>`
    : html`<strong class="unsure">${strings.unsure}</strong>
        <span>${strings.likeliest(name, probability)}</span>`;
}
