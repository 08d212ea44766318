/** Where the model and the rules differ, as a table. */
import { html, nothing, type TemplateResult } from 'lit';
import { strings as shared } from '../ui/strings.ts';
import { LISTED, listed } from './names-table.ts';
import type { Entity } from './pipeline.ts';
import type { RuleEntity } from './rules.ts';
import type { Comparison } from './spans.ts';
import { strings } from './strings.ts';

/** A place in a text with what either found there: the model first, the rules second. */
export type Place = Comparison<Entity, RuleEntity>;

/** Those of `places` where the two differ. @param text what the places are in. */
export function differencesTable(text: string, places: readonly Place[]): TemplateResult {
  const differing = places.filter(({ kind }) => kind !== 'same');
  return html`<div
    class="demo-table demo-names"
    tabindex="0"
    role="region"
    aria-label=${strings.readings.both}
  >
    <table>
      <thead>
        <tr>
          <th scope="col">${strings.original}</th>
          <th scope="col">${strings.readings.model}</th>
          <th scope="col">${strings.readings.rules}</th>
        </tr>
      </thead>
      <tbody>
        ${differing.slice(0, LISTED).map(
          ({ start, end, first, second }) =>
            html`<tr>
              <td lang=${shared.contentLanguage ?? nothing}>${text.slice(start, end)}</td>
              <td>${listed(first)}</td>
              <td>${listed(second)}</td>
            </tr>`,
        )}
        ${
          differing.length === 0
            ? html`<tr>
                <td colspan="3">${strings.noDifference}</td>
              </tr>`
            : nothing
        }
      </tbody>
    </table>
  </div>`;
}
