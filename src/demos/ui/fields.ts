/**
 * Numbers that a reader sets. One table of fields is the source of the controls, of their checks and of
 * the link to a state.
 */
import { html, type TemplateResult } from 'lit';
import * as z from 'zod/mini';
import { parseNumber, significant } from './numbers.ts';
import { strings } from './tool-strings.ts';

/** A number that a reader sets. */
export interface Field {
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** Steps of the slider: by this amount, or by a hundredth of a power of ten. */
  readonly step: number | 'log';
  /** Only whole numbers. */
  readonly whole?: boolean;
  /** What the number means, or where its default comes from. */
  readonly hint: string;
}

/** By id, in the order in which they are shown. */
export type Fields<Id extends string> = Readonly<Record<Id, Field>>;
/** A number for each field, in its unit. */
export type Values<Id extends string> = Readonly<Record<Id, number>>;

/** What stands in a field: the last number that was in order, and the reader's text while it is another. */
export interface FieldsState<Id extends string> {
  readonly values: Values<Id>;
  readonly drafts: Readonly<Partial<Record<Id, string>>>;
}

/** What a reader can do with fields. */
export interface FieldActions<Id extends string> {
  /** The reader typed `text` into a field. */
  type(id: Id, text: string): void;
  /** The reader left a field. */
  leave(id: Id): void;
  /** The reader moved a slider. */
  slide(id: Id, value: number): void;
}

const SLIDER_STEPS = 1000;

/** What is wrong with `value` for a field, in words for the reader. */
export function problemOf({ min, max, whole }: Field, value: number): string | undefined {
  const bounds = [z.gte(min), z.lte(max)] as const;
  const number = whole ? z.int().check(...bounds) : z.number().check(...bounds);
  if (number.safeParse(value).success) return undefined;
  if (Number.isNaN(value)) return strings.notANumber;
  return whole && !Number.isInteger(value) && value >= min && value <= max
    ? strings.notWhole
    : strings.outOfRange(min.toLocaleString('en-US'), max.toLocaleString('en-US'));
}

/** The ids of the fields, in their order and with their type. */
export function fieldIds<Id extends string>(fields: Fields<Id>): Id[] {
  return Object.keys(fields) as Id[];
}

/** The state in an address over `defaults`; `rejected` names the fields whose value there is out of order. */
export function readValues<Id extends string>(
  fields: Fields<Id>,
  defaults: Values<Id>,
  state: string,
): { values: Values<Id>; rejected: string[] } {
  const query = new URLSearchParams(state);
  const values: Record<Id, number> = { ...defaults };
  const rejected: string[] = [];
  for (const id of fieldIds(fields)) {
    const text = query.get(id);
    if (text === null) continue;
    const value = parseNumber(text);
    if (problemOf(fields[id], value)) rejected.push(fields[id].label);
    else values[id] = value;
  }
  return { values, rejected };
}

/** The state for an address. */
export function writeValues<Id extends string>(
  fields: Fields<Id>,
  values: Values<Id>,
): URLSearchParams {
  return new URLSearchParams(fieldIds(fields).map((id) => [id, String(values[id])]));
}

/** Where a value stands on its slider. */
export function sliderPosition({ min, max, step }: Field, value: number): number {
  return step === 'log'
    ? Math.round((SLIDER_STEPS * Math.log(value / min)) / Math.log(max / min))
    : value;
}

/** The value at a place of the slider, of three significant digits where the slider is logarithmic. */
export function sliderValue({ min, max, step, whole }: Field, position: number): number {
  if (step !== 'log') return position;
  const value = Number((min * (max / min) ** (position / SLIDER_STEPS)).toPrecision(3));
  return Math.min(max, Math.max(min, whole ? Math.round(value) : value));
}

/** A field as label, number with its unit, slider, and a line that explains it or says what is wrong. */
export function fieldView<Id extends string>(
  demo: string,
  id: Id,
  field: Field,
  { values, drafts }: FieldsState<Id>,
  actions?: FieldActions<Id>,
): TemplateResult {
  const key = `${demo}-${id}`;
  const value = values[id];
  const draft = drafts[id];
  const problem = draft === undefined ? undefined : problemOf(field, parseNumber(draft));
  const log = field.step === 'log';
  const target = (event: Event): HTMLInputElement => event.target as HTMLInputElement;
  return html`<div class="demo-field">
    <label for=${key}>${field.label}</label>
    <span class="entry">
      <input
        id=${key}
        type="text"
        inputmode="decimal"
        autocomplete="off"
        aria-describedby="${key}-hint"
        aria-invalid=${problem ? 'true' : 'false'}
        ?disabled=${!actions}
        .value=${draft ?? plain(value)}
        @input=${(event: Event) => actions?.type(id, target(event).value)}
        @change=${() => actions?.leave(id)}
      />
      <span class="unit">${field.unit}</span>
    </span>
    <input
      type="range"
      aria-label=${strings.slider(field.label)}
      aria-valuetext="${significant(value, 6)}${field.unit}"
      min=${log ? 0 : field.min}
      max=${log ? SLIDER_STEPS : field.max}
      step=${log ? 1 : field.step}
      ?disabled=${!actions}
      .value=${String(sliderPosition(field, value))}
      @input=${(event: Event) => actions?.slide(id, sliderValue(field, Number(target(event).value)))}
    />
    <p id="${key}-hint" class="demo-hint ${problem ? 'problem' : ''}">${problem ?? field.hint}</p>
  </div>`;
}

/** Without separators or exponents, as one edits a number. */
function plain(value: number): string {
  return value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 8 });
}
