/** The drawn scene in a link and the square of it: `preset=…&crop=x_y_zoom`. */
import * as z from 'zod/mini';
import { middle, type Crop } from '../image/crop.ts';
import { presets, type Preset } from './presets.ts';

/** What a link carries. */
export interface LinkState {
  readonly preset: Preset;
  readonly crop: Crop;
}

/** `Number` takes nothing for 0. */
const number = z.pipe(
  z.string().check(z.minLength(1), z.maxLength(20)),
  z.pipe(
    z.transform((text: string) => Number(text)),
    z.number(),
  ),
);
const numbers = z.tuple([number, number, number]);

/** Undefined where the link names no scene; a crop that cannot be read is the middle. */
export function readLink(state: string): LinkState | undefined {
  const query = new URLSearchParams(state);
  const preset = presets.find(({ id }) => id === query.get('preset'));
  if (!preset) return undefined;
  const { success, data } = numbers.safeParse(query.get('crop')?.split('_'));
  return { preset, crop: success ? { x: data[0], y: data[1], zoom: data[2] } : middle };
}

/** The state for an address; a crop that is the whole square is left out. */
export function writeLink({ preset, crop }: LinkState): URLSearchParams {
  const state = new URLSearchParams({ preset: preset.id });
  const rounded = [crop.x, crop.y, crop.zoom].map((value) => Number(value.toFixed(3)));
  if (crop.zoom > 1) state.set('crop', rounded.join('_'));
  return state;
}
