/** The recorded result: the default numbers, computed while the site is built. */
import type { TemplateResult } from 'lit';
import { initialState } from '../ui/tool.ts';
import { defaults } from './presets.ts';
import { view } from './view.ts';

/** The page carries nothing: the live element knows the defaults. */
export function record(): Promise<{ data: object; view: TemplateResult }> {
  return Promise.resolve({ data: {}, view: view(initialState(defaults)) });
}
