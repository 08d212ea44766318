/** The recorded result: the default numbers, computed while the site is built. */
import type { TemplateResult } from 'lit';
import { readManifest } from '../../inference/node.ts';
import { initialState } from '../ui/tool.ts';
import { defaults } from './presets.ts';
import { view, type State } from './view.ts';

export type Recorded = Pick<State, 'own'>;

export async function record(): Promise<{ data: Recorded; view: TemplateResult }> {
  const { parameters: own } = await readManifest('text-classification');
  return { data: { own }, view: view({ ...initialState(defaults), own }) };
}
