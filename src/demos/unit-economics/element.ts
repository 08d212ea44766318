import type { TemplateResult } from 'lit';
import { ToolElement } from '../ui/tool-element.ts';
import { defaults, fields, presets, type FieldId } from './presets.ts';
import { view } from './view.ts';

/** The live calculator `unit-economics`. */
class UnitEconomicsDemo extends ToolElement<FieldId> {
  protected override readonly fields = fields;
  protected override readonly defaults = defaults;
  protected override readonly presets = () => presets;

  protected override render(): TemplateResult {
    return view(this.tool, this.actions);
  }
}

/** Registers the element, once, and gives its constructor. */
export function define(): CustomElementConstructor {
  const name = 'ai-demo-unit-economics';
  if (!customElements.get(name)) customElements.define(name, UnitEconomicsDemo);
  return UnitEconomicsDemo;
}
