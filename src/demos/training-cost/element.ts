import type { TemplateResult } from 'lit';
import { ToolElement } from '../ui/tool-element.ts';
import { defaults, fields, presets, type FieldId } from './presets.ts';
import type { Recorded } from './recorded.ts';
import { view } from './view.ts';

/** The live calculator `training-cost`. */
export default class TrainingCostDemo extends ToolElement<FieldId> {
  protected override readonly fields = fields;
  protected override readonly defaults = defaults;
  protected override readonly presets = () => presets(this.#own);

  get #own(): number {
    return (JSON.parse(this.recorded) as Recorded).own;
  }

  protected override render(): TemplateResult {
    return view({ ...this.tool, own: this.#own }, this.actions);
  }
}
