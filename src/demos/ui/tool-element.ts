import type { PropertyValues } from 'lit';
import {
  fieldIds,
  problemOf,
  readValues,
  writeValues,
  type Fields,
  type Values,
} from './fields.ts';
import { IslandElement } from './island-element.ts';
import { parseNumber } from './numbers.ts';
import { strings as shared } from './strings.ts';
import { strings } from './tool-strings.ts';
import { initialState, type ToolActions, type ToolPreset, type ToolState } from './tool.ts';

/** What calculators share: numbers in, results at once; no model, so nothing to load. */
export abstract class ToolElement<Id extends string> extends IslandElement {
  protected abstract readonly fields: Fields<Id>;
  /** Values of the recorded result. */
  protected abstract readonly defaults: Values<Id>;

  /** Settings that an address may name, as their buttons do. */
  protected abstract presets(): readonly ToolPreset<Id>[];

  /** As the view needs it. */
  protected tool!: ToolState<Id>;

  protected override willUpdate(changed: PropertyValues): void {
    this.tool ??= initialState(this.defaults);
    if (!changed.has('state') || !this.state) return;
    const name = new URLSearchParams(this.state).get('preset');
    const preset = this.presets().find(({ id }) => id === name);
    const start = { ...this.defaults, ...preset?.values };
    const { values, rejected } = readValues(this.fields, start, this.state);
    const remark = rejected.length > 0 ? strings.wrongInLink(rejected) : '';
    this.tool = { ...this.tool, values, remark };
  }

  protected readonly actions: ToolActions<Id> = {
    type: (id, text) => {
      const value = parseNumber(text);
      const values = problemOf(this.fields[id], value)
        ? this.tool.values
        : { ...this.tool.values, [id]: value };
      this.#change({ values, drafts: { ...this.tool.drafts, [id]: text } });
    },
    leave: (id) => {
      const draft = this.tool.drafts[id];
      if (draft === undefined || problemOf(this.fields[id], parseNumber(draft))) return;
      this.#change({ drafts: this.#without([id]) });
    },
    slide: (id, value) =>
      this.#change({
        values: { ...this.tool.values, [id]: value },
        drafts: this.#without([id]),
      }),
    set: (values) =>
      this.#change({
        values: { ...this.tool.values, ...values },
        drafts: this.#without(fieldIds(this.fields).filter((id) => id in values)),
      }),
    copyLink: () => void this.#copyLink(),
  };

  #without(ids: readonly string[]): ToolState<Id>['drafts'] {
    const kept = Object.entries(this.tool.drafts).filter(([id]) => !ids.includes(id));
    return Object.fromEntries(kept) as ToolState<Id>['drafts'];
  }

  #change(change: Partial<ToolState<Id>>): void {
    this.tool = { ...this.tool, copied: false, remark: '', ...change };
    this.requestUpdate();
  }

  async #copyLink(): Promise<void> {
    const copied = await this.copyLink(writeValues(this.fields, this.tool.values));
    this.#change({ copied, remark: copied ? '' : shared.linkInAddressBar });
  }
}
