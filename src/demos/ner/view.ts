/** What the demo looks like for a given state; rendered by the build for the recorded result, by Lit live. */
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { batchPanel, type BatchActions, type BatchState } from '../ui/batch-panel.ts';
import { chips, copyButton, textField, type Remark } from '../ui/controls.ts';
import type { Phase } from '../ui/phase.ts';
import { runPanel, type RunActions } from '../ui/run-panel.ts';
import { strings as shared } from '../ui/strings.ts';
import { differencesTable, type Place } from './differences-table.ts';
import { listed, namesTable, type Found } from './names-table.ts';
import { presets } from './presets.ts';
import type { Recognition } from './recognise.ts';
import { remarks } from './remarks.ts';
import { compare, cut, follow, lines, type Span } from './spans.ts';
import { strings } from './strings.ts';

export const READINGS = ['model', 'rules', 'both'] as const;
/** Whose names are marked: the model's, the rules', or where they differ. */
export type Reading = (typeof READINGS)[number];

/** A text of a batch with what was found in it. */
export type BatchRow = Recognition;

/** What is on show. */
export interface State {
  readonly phase: Phase;
  /** Bytes that a first run downloads. */
  readonly bytes: number;
  readonly text: string;
  readonly reading: Reading;
  readonly result: Recognition;
  readonly copied: 'link' | 'json' | undefined;
  readonly remark: Remark;
  readonly batch: BatchState<BatchRow>;
}

/** What a reader can do. */
export interface Actions extends RunActions {
  type(text: string): void;
  read(reading: Reading): void;
  copyLink(): void;
  copyJson(): void;
  readonly batch: BatchActions;
}

/** Names that a screen reader hears of by itself; the list has all. */
const SPOKEN = 8;

/** @param actions missing while nothing can be done yet: in the recorded result. */
export function view(state: State, actions?: Actions): TemplateResult {
  const { phase, bytes, text, reading } = state;
  return html`<div class="demo demo-ner">
    <div class="demo-controls">
      ${chips(
        strings.presets,
        presets.map((preset) => ({
          text: strings.names[preset.id],
          kind: strings.kinds[preset.kind],
          pressed: preset.text === text,
          choose: actions && (() => actions.type(preset.text)),
        })),
      )}
      ${textField('ner-text', strings.input, 4, text, actions?.type)}
      ${runPanel(phase, bytes, actions)}
      <fieldset class="demo-choice">
        <legend class="sr-only">${strings.readingsLabel}</legend>
        ${READINGS.map(
          (value) =>
            html`<label>
              <input
                type="radio"
                name="ner-reading"
                value=${value}
                ?disabled=${!actions}
                .checked=${value === reading}
                ?checked=${value === reading}
                @change=${() => actions?.read(value)}
              />${strings.readings[value]}
            </label>`,
        )}
      </fieldset>
    </div>
    <p class="demo-recorded">${shared.recording}</p>
    ${reading === 'both' ? comparison(state) : marked(state)} ${spoken(state)}
    <div class="demo-controls">
      <p class="demo-tools">
        ${copyButton(strings.copyJson, state.copied === 'json', actions?.copyJson)}
        ${copyButton(strings.copyLink, state.copied === 'link', actions?.copyLink)}
      </p>
      ${batchPanel(
        state.batch,
        {
          demo: 'ner',
          live: phase.kind === 'live',
          columns: [strings.columns.text, strings.readings.model, strings.readings.rules],
          cells: ({ text: line, entities, rules }) => html`
            <td lang=${shared.contentLanguage ?? nothing}>${line}</td>
            <td>${listed(entities)}</td>
            <td>${listed(rules)}</td>
          `,
        },
        actions?.batch,
      )}
    </div>
  </div>`;
}

/** What a screen reader hears of a result, once all of the text is read: the first names. */
function spoken({ result: { text, entities, done } }: State): TemplateResult {
  return html`<p
    class="sr-only"
    aria-live="polite"
    aria-busy=${done < text.length ? 'true' : 'false'}
  >
    ${listed(entities.slice(0, SPOKEN))}
  </p>`;
}

/** What is marked: the spans of the latest result, moved along with the reader's edits. */
export function marks({ reading, result, text }: State): readonly Found[] {
  const found: readonly Found[] = reading === 'rules' ? result.rules : result.entities;
  return follow(found, result.text, text);
}

function remarkList({ phase, text, result, remark }: State): TemplateResult {
  const edited = text !== result.text;
  const notes = [
    ...(remark ? [remark] : []),
    ...(edited && phase.kind === 'recorded' ? [strings.stale] : []),
    ...remarks(text),
  ];
  const percent = Math.floor((100 * result.done) / Math.max(1, result.text.length));
  return html`<ul class="demo-remarks" aria-live="polite">
    ${notes.map((note) => html`<li>${note}</li>`)}
    ${
      percent < 100 && result.text
        ? html`<li aria-live="off">${strings.progress(percent)}</li>`
        : nothing
    }
  </ul>`;
}

function marked(state: State): TemplateResult {
  const spans = marks(state);
  return html`${textBox(state.text, spans, mark)} ${legend()} ${remarkList(state)}
  ${namesTable(spans)}`;
}

/** The text with its marks; of a long one only the lines that changed are drawn again. */
function textBox<T extends Span>(
  text: string,
  spans: readonly T[],
  draw: (text: string, span: T) => TemplateResult,
): TemplateResult {
  return html`<div
    class="demo-marked"
    role="region"
    tabindex="0"
    lang=${shared.contentLanguage ?? nothing}
    aria-label=${strings.marked}
  >
    ${lines(text || shared.empty, spans).map((line) =>
      guard(
        [JSON.stringify(line)],
        () =>
          html`<p>
            <span
              >${cut(line).map(({ text: piece, span }) => (span ? draw(piece, span) : piece))}</span
            >
          </p>`,
      ),
    )}
  </div>`;
}

function mark(text: string, span: Found): TemplateResult {
  const score = 'score' in span ? ` ${formatShort(span.score)}` : '';
  return html`<mark class=${span.type.toLowerCase()}
    >${text}<sub>${strings.types[span.type]}${score}</sub></mark
  >`;
}

/** 「98%」; what is not certain is not 100 %. */
function formatShort(probability: number): string {
  return `${Math.min(99, Math.round(probability * 100))}%`;
}

function legend(): TemplateResult {
  return html`<p class="demo-hint demo-legend">
    ${Object.entries(strings.types).map(
      ([type, name]) => html`<mark class=${type.toLowerCase()}>${name}</mark> `,
    )}
    ${strings.legend}
  </p>`;
}

function comparison(state: State): TemplateResult {
  const { result, text } = state;
  const places = compare(
    follow(result.entities, result.text, text),
    follow(result.rules, result.text, text),
  );
  const count = (kind: Place['kind']): number =>
    places.filter((place) => place.kind === kind).length;
  return html`${textBox(
      text,
      places,
      (piece, { kind }) =>
        html`<mark class=${kind}>${piece}<sub>${strings.differences[kind]}</sub></mark>`,
    )}
    <p class="demo-hint demo-legend">
      ${strings.counted({
        same: count('same'),
        first: count('first'),
        second: count('second'),
        differs: count('differs'),
      })}
    </p>
    ${remarkList(state)} ${differencesTable(text, places)}`;
}
