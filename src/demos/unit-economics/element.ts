import type { TemplateResult } from 'lit';
import { ToolElement } from '../ui/tool-element.ts';
import { defaults, fields, presets, type FieldId } from './presets.ts';
import { view } from './view.ts';

/** The live calculator `unit-economics`. */
export default class UnitEconomicsDemo extends ToolElement<FieldId> {
  protected override readonly fields = fields;
  protected override readonly defaults = defaults;
  protected override readonly presets = () => presets;

  protected override render(): TemplateResult {
    return view(this.tool, this.actions);
  }
}
