/** The recorded result: the default numbers, computed while the site is built. */
import type { TemplateResult } from 'lit';
import { readManifest } from '../../inference/node.ts';
import { initialState } from '../ui/tool.ts';
import { defaults } from './presets.ts';
import { view, type State } from './view.ts';

/** What the page carries of the recording, for the live element to start from. */
export type Recorded = Pick<State, 'own'>;

/** @throws {Error} when the card of the model that gives the last preset cannot be read. */
export async function record(): Promise<{ data: Recorded; view: TemplateResult }> {
  const { parameters: own } = await readManifest('text-classification');
  return { data: { own }, view: view({ ...initialState(defaults), own }) };
}
