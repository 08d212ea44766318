/** A line chart with two logarithmic axes that stay where they are while its lines move. */
import { html, svg, type TemplateResult } from 'lit';
import { strings } from './strings.ts';

/** Curves over two logarithmic axes, and the point where the reader stands. */
export interface LogChart {
  /** From and to, powers of ten. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly format: (value: number) => string;
  /** Powers of ten between two ticks. */
  readonly every: number;
  readonly series: readonly { readonly name: string; readonly at: (x: number) => number }[];
  /** A point to mark, if it lies inside. */
  readonly point: { readonly x: number; readonly y: number };
}

const SIZE = { width: 460, height: 310 };
const MARGIN = { top: 36, right: 16, bottom: 48, left: 70 };

/** Drawn as SVG, with its numbers in a table below. */
export function logChart(chart: LogChart): TemplateResult {
  const { series, point, format, xLabel, yLabel } = chart;
  const [left, right] = [MARGIN.left, SIZE.width - MARGIN.right];
  const [bottom, top] = [SIZE.height - MARGIN.bottom, MARGIN.top];
  const x = place(chart.x, left, right);
  const y = place(chart.y, bottom, top);
  const inside = (value: number, [from, to]: readonly [number, number]) =>
    value >= from && value <= to;
  const clip = `clip-${xLabel}-${yLabel}`.replace(/[^\p{Letter}-]/gu, '');
  const xTicks = ticks(chart.x, chart.every);
  const yTicks = ticks(chart.y, chart.every);
  return html`<div class="book-lines">
    <svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" aria-hidden="true">
      <clipPath id=${clip}>
        <rect x=${left} y=${top} width=${right - left} height=${bottom - top} />
      </clipPath>
      ${yTicks.map(
        (tick) => svg`<line class="grid" x1=${left} x2=${right} y1=${y(tick)} y2=${y(tick)} />
          <text x=${left - 6} y=${y(tick)} dy="0.32em" text-anchor="end">${format(tick)}</text>`,
      )}
      ${xTicks.map(
        (tick) =>
          svg`<text x=${x(tick)} y=${bottom + 24} text-anchor="middle">${format(tick)}</text>`,
      )}
      <text x="4" y="14">${yLabel}</text>
      <text x=${right} y=${SIZE.height - 4} text-anchor="end">${xLabel}</text>
      ${series.map(
        ({ at }, i) => svg`<g class="series-${i}" clip-path="url(#${clip})">
          <path d="M${x(chart.x[0])} ${y(at(chart.x[0]))}L${x(chart.x[1])} ${y(at(chart.x[1]))}" />
        </g>`,
      )}
      ${
        inside(point.x, chart.x) && inside(point.y, chart.y)
          ? svg`<g class="series-0"><circle cx=${x(point.x)} cy=${y(point.y)} r="5.5" /></g>`
          : svg``
      }
    </svg>
    <ul class="legend" aria-hidden="true">
      ${series.map(({ name }, i) => html`<li class="series-${i}">${name}</li>`)}
    </ul>
    <details class="book-data">
      <summary>${strings.dataTable}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">${xLabel}</th>
            ${series.map(({ name }) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${ticks(chart.x, 1).map(
            (tick) =>
              html`<tr>
                <th scope="row">${format(tick)}</th>
                ${series.map(({ at }) => html`<td>${format(at(tick))}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </div>`;
}

/** Straight between two powers of ten. Lines of a power law are straight here, so two points draw them. */
function place([from, to]: readonly [number, number], start: number, end: number) {
  return (value: number): number => {
    const share = Math.log(value / from) / Math.log(to / from);
    return Math.round((start + share * (end - start)) * 10) / 10;
  };
}

function ticks([from, to]: readonly [number, number], every: number): number[] {
  const [low, high] = [Math.round(Math.log10(from)), Math.round(Math.log10(to))];
  return Array.from(
    { length: Math.floor((high - low) / every) + 1 },
    (_, i) => 10 ** (low + i * every),
  );
}
