/** Which parts of a picture carried the answer, drawn over it. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { strings } from './image-strings.ts';

/** Change of probability from which a cell is marked at all. */
const VISIBLE = 0.01;
/** A change this large is drawn at full strength, even if it is the largest there is. */
const STRONG = 0.05;

/**
 * Cells of a square grid, row by row, over a picture.
 * @param drops how far the probability falls when a cell is covered; undefined while unknown.
 */
export function heatMap(picture: string, drops: readonly number[] | undefined): TemplateResult {
  const cells = Math.sqrt(drops?.length ?? 1);
  const strongest = Math.max(...(drops ?? []).map(Math.abs), STRONG);
  return html`<div class="demo-heat">
    <img src=${picture} width="32" height="32" alt="" />
    <svg viewBox="0 0 ${cells} ${cells}" role="img" aria-label=${describeHeat(drops)}>
      ${(drops ?? []).map((drop, i) =>
        Math.abs(drop) < VISIBLE
          ? nothing
          : svg`<rect
              class=${drop > 0 ? 'supports' : 'opposes'}
              x=${(i % cells) + 0.04}
              y=${Math.floor(i / cells) + 0.04}
              width="0.92"
              height="0.92"
              opacity=${(0.15 + (0.75 * Math.abs(drop)) / strongest).toFixed(2)}
            />`,
      )}
    </svg>
  </div>`;
}

/** The heat map in a sentence. */
export function describeHeat(drops: readonly number[] | undefined): string {
  if (!drops) return strings.heatUnknown;
  const largest = Math.max(...drops);
  if (largest < VISIBLE) return strings.heatFlat;
  const cells = Math.sqrt(drops.length);
  const at = drops.indexOf(largest);
  const third = (index: number): number => Math.min(2, Math.floor(((index + 0.5) / cells) * 3));
  const place = strings.places[3 * third(Math.floor(at / cells)) + third(at % cells)] ?? '';
  return strings.heat(place, (largest * 100).toFixed(0));
}
