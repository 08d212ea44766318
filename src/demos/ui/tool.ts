/** What the views of calculators share. */
import { html, type TemplateResult } from 'lit';
import {
  problemOf,
  type FieldActions,
  type Fields,
  type FieldsState,
  type Values,
} from './fields.ts';
import { parseNumber } from './numbers.ts';

/** What a calculator shows besides its results. */
export interface ToolState<Id extends string> extends FieldsState<Id> {
  readonly copied: boolean;
  /** Remark for the reader, such as a link that could not be read in full. */
  readonly remark: string;
}

export interface ToolActions<Id extends string> extends FieldActions<Id> {
  /** Sets several fields at once, as a preset does. */
  set(values: Partial<Values<Id>>): void;
  copyLink(): void;
}

/** The state that a calculator starts from. */
export function initialState<Id extends string>(values: Values<Id>): ToolState<Id> {
  return { values, drafts: {} as ToolState<Id>['drafts'], copied: false, remark: '' };
}

export interface ToolPreset<Id extends string> {
  readonly name: string;
  readonly values: Partial<Values<Id>>;
}

/** Buttons that set several fields at once; the one whose values stand is pressed. */
export function presetChips<Id extends string>(
  label: string,
  presets: readonly ToolPreset<Id>[],
  { values }: FieldsState<Id>,
  actions?: ToolActions<Id>,
): TemplateResult {
  return html`<div class="demo-presets" tabindex="0" role="group" aria-label=${label}>
    ${presets.map(
      (preset) =>
        html`<button
          type="button"
          class="demo-chip"
          aria-pressed=${stands(preset, values) ? 'true' : 'false'}
          ?disabled=${!actions}
          @click=${() => actions?.set(preset.values)}
        >
          ${preset.name}
        </button>`,
    )}
  </div>`;
}

/** Whether every value of a preset is set. */
export function stands<Id extends string>(preset: ToolPreset<Id>, values: Values<Id>): boolean {
  return (Object.entries(preset.values) as [Id, number][]).every(
    ([id, value]) => values[id] === value,
  );
}

/** A remark, and which fields are left out of the result because what stands in them is no number for them. */
export function toolRemarks<Id extends string>(
  fields: Fields<Id>,
  { drafts, remark }: ToolState<Id>,
): TemplateResult {
  const wrong = (Object.entries(drafts) as [Id, string][])
    .filter(([id, draft]) => problemOf(fields[id], parseNumber(draft)))
    .map(([id]) => `「${fields[id].label}」`);
  const text = wrong.length > 0 ? `${wrong.join('')}填得不对，结果按改动之前的数算。` : remark;
  return html`<p class="demo-remarks" role="status">${text}</p>`;
}

export function linkButton<Id extends string>(
  { copied }: ToolState<Id>,
  actions?: ToolActions<Id>,
): TemplateResult {
  return html`<div class="demo-controls">
    <p class="demo-tools">
      <button
        type="button"
        class="demo-button"
        ?disabled=${!actions}
        @click=${() => actions?.copyLink()}
      >
        ${copied ? '已复制' : '复制这组数的链接'}
      </button>
    </p>
  </div>`;
}
