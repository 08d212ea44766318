/** What the demo looks like for a given state; rendered by the build for the recorded result, by Lit live. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ImageResult } from '../image/classes.ts';
import type { Drawing } from '../image/strokes.ts';
import { formatProbability } from '../ui/bars.ts';
import { button, chips, copyButton, type Remark } from '../ui/controls.ts';
import { drawingPad, ink, type PenHandlers } from '../ui/drawing-pad.ts';
import { nameOf, type Label } from '../ui/labels.ts';
import type { Phase } from '../ui/phase.ts';
import { runPanel, type RunActions } from '../ui/run-panel.ts';
import { strings as shared } from '../ui/strings.ts';
import { verdict } from '../ui/verdict.ts';
import { presets, type Preset } from './presets.ts';
import { strings } from './strings.ts';

/** What is on show. */
export interface State {
  readonly phase: Phase;
  /** Bytes that a first run downloads. */
  readonly bytes: number;
  /** All strokes. */
  readonly drawing: Drawing;
  /** Those on the paper: all, or the first few while the reader looks back or a sample is being drawn. */
  readonly shown: Drawing;
  /** Address of the picture that the model sees of `shown`. */
  readonly seen: string;
  /** The answer after each stroke of `drawing`, as far as there is one. */
  readonly answers: readonly (ImageResult | undefined)[];
  /** The answer for `shown`. */
  readonly answer: ImageResult | undefined;
  readonly labels: readonly Label[];
  /** Whether the pen is moving, the reader's or that of a sample. */
  readonly moving: boolean;
  readonly copied: boolean;
  readonly remark: Remark;
}

/** What a reader can do. */
export interface Actions extends RunActions {
  readonly pen: PenHandlers;
  choose(preset: Preset): void;
  undo(): void;
  clear(): void;
  replay(): void;
  /** Shows the first `count` strokes. */
  lookBack(count: number): void;
  copyLink(): void;
}

/** @param actions missing while nothing can be done yet: in the recorded result. */
export function view(state: State, actions?: Actions): TemplateResult {
  const { phase, bytes, shown, answer, labels, moving, remark } = state;
  return html`<div class="demo">
    <div class="demo-controls">${samples(state, actions)} ${runPanel(phase, bytes, actions)}</div>
    <p class="demo-remarks roomy" role="status">${remark || staleRemark(state)}</p>
    <div class="demo-columns demo-picture">
      <section aria-label=${strings.pad}>
        ${drawingPad(shown, strings.padWith(shown.length), actions?.pen)} ${tools(state, actions)}
      </section>
      <section aria-label=${strings.result}>
        ${verdict(answer, labels, waiting(state), !moving)}
      </section>
    </div>
    ${steps(state, actions)}
    <div class="demo-seen">
      <img src=${state.seen} width="64" height="64" alt=${strings.seen} />
      <p class="demo-hint">${strings.seenHint}</p>
    </div>
  </div>`;
}

function staleRemark({ phase, shown, answer }: State): string {
  return phase.kind === 'recorded' && shown.length > 0 && !answer ? strings.stale : '';
}

function waiting({ shown, phase }: State): string {
  if (shown.length === 0) return strings.empty;
  return phase.kind === 'live' || phase.kind === 'running' ? strings.running : strings.notYet;
}

function samples({ drawing }: State, actions?: Actions): TemplateResult {
  return chips(
    strings.presets,
    presets.map((preset) => ({
      text: preset.title,
      kind: preset.misleads ? shared.misleads : undefined,
      pressed: preset.drawing === drawing,
      choose: actions && (() => actions.choose(preset)),
    })),
    true,
  );
}

function tools({ shown, drawing, copied }: State, actions?: Actions): TemplateResult {
  const empty = drawing.length === 0;
  const onInk = empty ? undefined : actions;
  return html`<p class="demo-controls demo-tools">
    ${button(strings.undo, shown.length > 0 ? actions?.undo : undefined)}
    ${button(strings.clear, onInk?.clear)} ${button(strings.replay, onInk?.replay)}
    ${copyButton(strings.copyLink, copied, onInk?.copyLink)}
  </p>`;
}

/** The drawing stroke by stroke, with what the model thought after each. */
function steps(
  { drawing, shown, answers, answer, labels }: State,
  actions?: Actions,
): TemplateResult {
  return html`<section class="demo-steps" aria-label=${strings.stepsLabel}>
    <div class="demo-title">${strings.steps}</div>
    <ol>
      ${drawing.map((_, i) => {
        const count = i + 1;
        // The stroke being drawn has no answer of its own yet.
        const result = answers[i] ?? (count === shown.length ? answer : undefined);
        return html`<li>
          <button
            type="button"
            class="demo-step"
            aria-pressed=${shown.length === count ? 'true' : 'false'}
            aria-label=${strings.step(count, result ? opinion(result, labels) : strings.notYet)}
            ?disabled=${!actions}
            @click=${() => actions?.lookBack(count)}
          >
            ${ink(drawing.slice(0, count))}
            <span
              class=${result?.confident ? '' : 'unsure'}
              lang=${shared.contentLanguage ?? nothing}
            >
              ${result ? result.label + (result.confident ? '' : strings.unsureMark) : '…'}
            </span>
            <small>${result ? formatProbability(result.scores[result.label] ?? 0) : ' '}</small>
          </button>
        </li>`;
      })}
    </ol>
  </section>`;
}

function opinion({ label, scores, confident }: ImageResult, labels: readonly Label[]): string {
  const probability = formatProbability(scores[label] ?? 0);
  const likely = strings.opinion(nameOf(label, labels), label, probability);
  return confident ? likely : strings.unsure(likely);
}
