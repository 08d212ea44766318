/** What the views of calculators share. */
import { html, nothing, type TemplateResult } from 'lit';
import { chips, copyButton, type Remark } from './controls.ts';
import {
  fieldView,
  problemOf,
  type FieldActions,
  type Fields,
  type FieldsState,
  type Values,
} from './fields.ts';
import { parseNumber } from './numbers.ts';
import { strings } from './tool-strings.ts';

/** What a calculator shows besides its results. */
export interface ToolState<Id extends string> extends FieldsState<Id> {
  readonly copied: boolean;
  /** Remark for the reader, such as a link that could not be read in full. */
  readonly remark: Remark;
}

/** What a reader can do with a calculator. */
export interface ToolActions<Id extends string> extends FieldActions<Id> {
  /** Sets several fields at once, as a preset does. */
  set(values: Partial<Values<Id>>): void;
  copyLink(): void;
}

/** The state that a calculator starts from. */
export function initialState<Id extends string>(values: Values<Id>): ToolState<Id> {
  return { values, drafts: {} as ToolState<Id>['drafts'], copied: false, remark: '' };
}

/** A setting that a button or a link chooses. */
export interface ToolPreset<Id extends string> {
  /** Its name in links. */
  readonly id: string;
  /** What its button says. */
  readonly name: string;
  readonly values: Partial<Values<Id>>;
}

/** Fields under a title, which can be folded away. */
export interface FieldGroup<Id extends string> {
  readonly title: string;
  readonly fields: readonly Id[];
  readonly open: boolean;
  /** What stands before its fields. */
  readonly before?: TemplateResult;
}

/** What a calculator is asked: examples, fields, and what they say in a sentence. */
export interface Settings<Id extends string> {
  /** Id of the demo, for ids of its own. */
  readonly demo: string;
  readonly presets: readonly ToolPreset<Id>[];
  readonly groups: readonly FieldGroup<Id>[];
  readonly fields: Fields<Id>;
  readonly setting: string;
}

/** What a calculator has above its results. */
export function settings<Id extends string>(
  { demo, presets, groups, fields, setting }: Settings<Id>,
  state: ToolState<Id>,
  actions?: ToolActions<Id>,
): TemplateResult {
  return html`<div class="demo-controls">
      ${chips(
        strings.presets,
        presets.map(({ name, values }) => ({
          text: name,
          pressed: stands({ values }, state.values),
          choose: actions && (() => actions.set(values)),
        })),
      )}
      ${groups.map(
        ({ title, fields: ids, open, before = nothing }) =>
          html`<details class="demo-group" ?open=${open}>
            <summary>${title}</summary>
            <div class="demo-fields">
              ${before} ${ids.map((id) => fieldView(demo, id, fields[id], state, actions))}
            </div>
          </details>`,
      )}
    </div>
    <p class="demo-input demo-setting">${setting}</p>
    ${toolRemarks(fields, state)}`;
}

/** Whether every value of a preset is set. */
export function stands<Id extends string>(
  preset: Pick<ToolPreset<Id>, 'values'>,
  values: Values<Id>,
): boolean {
  return (Object.entries(preset.values) as [Id, number][]).every(
    ([id, value]) => values[id] === value,
  );
}

/** A remark, and which fields are left out of the result because what stands in them is no number for them. */
function toolRemarks<Id extends string>(
  fields: Fields<Id>,
  { drafts, remark }: ToolState<Id>,
): TemplateResult {
  const wrong = (Object.entries(drafts) as [Id, string][])
    .filter(([id, draft]) => problemOf(fields[id], parseNumber(draft)))
    .map(([id]) => fields[id].label);
  const text = wrong.length > 0 ? strings.wrongFields(wrong) : remark;
  return html`<p class="demo-remarks" role="status">${text}</p>`;
}

/** The last line of a calculator: the button that copies a link to it. */
export function linkButton<Id extends string>(
  { copied }: ToolState<Id>,
  actions?: ToolActions<Id>,
): TemplateResult {
  return html`<div class="demo-controls">
    <p class="demo-tools">
      ${copyButton(strings.copyLink, copied, actions && (() => actions.copyLink()))}
    </p>
  </div>`;
}
