import type { PropertyValues } from 'lit';
import {
  fieldIds,
  problemOf,
  readValues,
  writeValues,
  type Fields,
  type FieldsState,
  type Values,
} from './fields.ts';
import { IslandElement } from './island-element.ts';
import { parseNumber } from './numbers.ts';
import { strings } from './tool-strings.ts';
import { initialState, type ToolActions, type ToolPreset, type ToolState } from './tool.ts';

/** What calculators share: numbers in, results at once; no model, so nothing to load. */
export abstract class ToolElement<Id extends string> extends IslandElement {
  protected abstract readonly fields: Fields<Id>;
  /** Values of the recorded result. */
  protected abstract readonly defaults: Values<Id>;

  /** Settings that an address may name, as their buttons do. */
  protected abstract presets(): readonly ToolPreset<Id>[];

  #numbers!: FieldsState<Id>;

  /** As the view needs it. */
  protected get tool(): ToolState<Id> {
    return { ...this.#numbers, copied: this.copied, remark: this.remark };
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.#numbers ??= initialState(this.defaults);
    if (!changed.has('state') || !this.state) return;
    const name = new URLSearchParams(this.state).get('preset');
    const preset = this.presets().find(({ id }) => id === name);
    const start = { ...this.defaults, ...preset?.values };
    const { values, rejected } = readValues(this.fields, start, this.state);
    this.#numbers = { values, drafts: this.#without(fieldIds(this.fields)) };
    this.remark = rejected.length > 0 ? strings.wrongInLink(rejected) : '';
  }

  protected readonly actions: ToolActions<Id> = {
    type: (id, text) => {
      const value = parseNumber(text);
      const { values, drafts } = this.#numbers;
      this.#change({
        values: problemOf(this.fields[id], value) ? values : { ...values, [id]: value },
        drafts: { ...drafts, [id]: text },
      });
    },
    leave: (id) => {
      const draft = this.#numbers.drafts[id];
      if (draft === undefined || problemOf(this.fields[id], parseNumber(draft))) return;
      this.#change({ drafts: this.#without([id]) });
    },
    slide: (id, value) =>
      this.#change({
        values: { ...this.#numbers.values, [id]: value },
        drafts: this.#without([id]),
      }),
    set: (values) =>
      this.#change({
        values: { ...this.#numbers.values, ...values },
        drafts: this.#without(fieldIds(this.fields).filter((id) => id in values)),
      }),
    copyLink: () => void this.copyLink(writeValues(this.fields, this.#numbers.values)),
  };

  #without(ids: readonly string[]): FieldsState<Id>['drafts'] {
    const kept = Object.entries(this.#numbers.drafts).filter(([id]) => !ids.includes(id));
    return Object.fromEntries(kept) as FieldsState<Id>['drafts'];
  }

  #change(change: Partial<FieldsState<Id>>): void {
    this.#numbers = { ...this.#numbers, ...change };
    this.inputChanged();
  }
}
