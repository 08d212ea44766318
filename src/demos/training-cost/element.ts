import type { TemplateResult } from 'lit';
import { ToolElement } from '../ui/tool-element.ts';
import { defaults, fields, presets, type FieldId } from './presets.ts';
import type { Recorded } from './recorded.ts';
import { view } from './view.ts';

/** The live calculator `training-cost`. */
class TrainingCostDemo extends ToolElement<FieldId> {
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

/** Registers the element, once, and gives its constructor. */
export function define(): CustomElementConstructor {
  const name = 'ai-demo-training-cost';
  if (!customElements.get(name)) customElements.define(name, TrainingCostDemo);
  return TrainingCostDemo;
}
