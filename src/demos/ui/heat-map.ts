/** Which parts of a picture carried the answer, drawn over it. */
import { html, nothing, svg, type TemplateResult } from 'lit';

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
  if (!drops) return '还没有算。';
  const largest = Math.max(...drops);
  if (largest < VISIBLE) return '单独盖住哪一块，这个答案的概率都几乎不变。';
  const cells = Math.sqrt(drops.length);
  const at = drops.indexOf(largest);
  const where = (index: number, words: readonly [string, string, string]): string =>
    words[Math.min(2, Math.floor(((index + 0.5) / cells) * 3))] ?? '';
  const row = where(Math.floor(at / cells), ['上', '', '下']);
  const column = where(at % cells, ['左', '', '右']);
  const place = row || column ? `${column}${row}${row && column ? '角' : '边'}` : '正中';
  return `盖住${place}的一块影响最大：这个答案的概率降${(largest * 100).toFixed(0)}个百分点。`;
}
