import { html, type TemplateResult } from 'lit';

/** A row of the bars. */
export interface Bar {
  readonly label: string;
  /** 0 to 1. */
  readonly probability: number;
}

/** Probabilities as bars, always in the given order, so that the eye can stay on a row while text changes. */
export function probabilityBars(bars: readonly Bar[]): TemplateResult {
  const top = Math.max(...bars.map(({ probability }) => probability));
  return html`<table class="demo-bars">
    <tbody>
      ${bars.map(
        ({ label, probability }) =>
          html`<tr class=${top > 0 && probability === top ? 'top' : ''}>
            <th scope="row">${label}</th>
            <td class="track"><span style="width: ${(probability * 100).toFixed(1)}%"></span></td>
            <td class="number">${formatProbability(probability)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** 「97.3%」; never 0 or 100, which no model may claim. */
export function formatProbability(probability: number): string {
  if (probability < 0.0005) return '<0.1%';
  if (probability >= 0.9995) return '>99.9%';
  return `${(probability * 100).toFixed(1)}%`;
}
