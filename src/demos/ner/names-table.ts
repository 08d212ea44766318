/** The names of a text as a table, and as a line. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatProbability } from '../ui/bars.ts';
import { strings as shared } from '../ui/strings.ts';
import type { Entity } from './pipeline.ts';
import type { RuleEntity } from './rules.ts';
import { strings } from './strings.ts';

/** What the model or the rules found. */
export type Found = Entity | RuleEntity;

/** Rows that a table of names has at most. */
export const LISTED = 60;

/** Names with their types in a line. */
export function listed(found: readonly Found[]): string {
  const names = found.map(({ text, type }) => strings.typed(text, strings.types[type]));
  return names.join(strings.between) || strings.none;
}

/** Each name once, with how often it occurs and the least certain occurrence. */
export function namesTable(spans: readonly Found[]): TemplateResult {
  const names = new Map<string, { span: Found; count: number; least: number }>();
  for (const span of spans) {
    const key = `${span.type} ${span.text}`;
    const score = 'score' in span ? span.score : NaN;
    const known = names.get(key);
    names.set(key, {
      span,
      count: (known?.count ?? 0) + 1,
      least: Math.min(known?.least ?? 1, score),
    });
  }
  const rows = [...names.values()];
  const { columns } = strings;
  return html`<div
    class="demo-table demo-names"
    tabindex="0"
    role="region"
    aria-label=${strings.list}
  >
    <table>
      <thead>
        <tr>
          <th scope="col">${columns.name}</th>
          <th scope="col">${columns.type}</th>
          <th scope="col">${columns.count}</th>
          <th scope="col">${columns.least}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.slice(0, LISTED).map(
          ({ span, count, least }) =>
            html`<tr>
              <td lang=${shared.contentLanguage ?? nothing}>${span.text}</td>
              <td>${strings.types[span.type]}</td>
              <td>${count}</td>
              <td>${Number.isNaN(least) ? strings.noScore : formatProbability(least)}</td>
            </tr>`,
        )}
        ${
          rows.length === 0
            ? html`<tr>
                <td colspan="4">${strings.nothingFound}</td>
              </tr>`
            : nothing
        }
      </tbody>
    </table>
    ${
      rows.length > LISTED
        ? html`<p class="demo-hint">${strings.listed(LISTED, rows.length)}</p>`
        : nothing
    }
  </div>`;
}
