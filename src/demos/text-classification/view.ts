/** What the demo looks like for a given state; rendered by the build for the recorded result, by Lit live. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatProbability, probabilityBars } from '../ui/bars.ts';
import { batchPanel, type BatchActions, type BatchState } from '../ui/batch-panel.ts';
import { button, chips, copyButton, textField, type Remark } from '../ui/controls.ts';
import { nameOf, type Label } from '../ui/labels.ts';
import { formatBytes, type Phase } from '../ui/phase.ts';
import { runPanel, type RunActions } from '../ui/run-panel.ts';
import { strings as shared } from '../ui/strings.ts';
import { presets } from './presets.ts';
import { remarks } from './remarks.ts';
import { strings } from './strings.ts';

/** One model's answer for one headline. */
export interface Opinion {
  readonly label: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** A piece of the headline and how far the probability of the answer falls without it. */
export interface Influence {
  readonly text: string;
  readonly drop: number;
}

/** What is known of a headline. */
export interface Result {
  readonly text: string;
  /** Characters of the headline that the models read, out of `total`. */
  readonly used: number;
  readonly total: number;
  /** Of the neural model; missing for an empty input. */
  readonly neural?: Opinion | undefined;
  readonly linear?: Opinion | undefined;
  readonly influences: readonly Influence[];
}

/** A headline of a batch with both answers. */
export interface BatchRow {
  readonly text: string;
  readonly label: string;
  readonly probability: number;
  readonly linear: string;
}

/** What is on show. */
export interface State {
  readonly phase: Phase;
  /** Bytes that a first run downloads. */
  readonly bytes: number;
  readonly text: string;
  readonly result: Result;
  /** What keeps the linear model from answering. */
  readonly linear: Extract<Phase, { kind: 'loading' | 'failed' }> | undefined;
  /** Topics in the order of the bars. */
  readonly labels: readonly Label[];
  readonly copied: boolean;
  /** Something to tell the reader, such as a link that cannot be read. */
  readonly remark: Remark;
  readonly batch: BatchState<BatchRow>;
}

/** What a reader can do. */
export interface Actions extends RunActions {
  type(text: string): void;
  copyLink(): void;
  retryLinear(): void;
  readonly batch: BatchActions;
}

/** @param actions missing while nothing can be done yet: in the recorded result. */
export function view(state: State, actions?: Actions): TemplateResult {
  const { phase, bytes, text, result } = state;
  const stale = phase.kind === 'recorded' && text !== result.text;
  return html`<div class="demo">
    <div class="demo-controls">
      ${chips(
        strings.presets,
        presets.map((preset) => ({
          text: preset.text,
          kind: strings.kinds[preset.kind],
          pressed: preset.text === text,
          choose: actions && (() => actions.type(preset.text)),
          lang: shared.contentLanguage,
        })),
      )}
      ${textField('text-classification-headline', strings.input, 2, text, actions?.type)}
      ${runPanel(phase, bytes, actions)}
    </div>
    <p class="demo-recorded">${shared.recording}</p>
    <p class="demo-input" lang=${shared.contentLanguage ?? nothing}>
      ${result.text || shared.empty}
    </p>
    <ul class="demo-remarks" aria-live="polite">
      ${state.remark ? html`<li>${state.remark}</li>` : nothing}
      ${stale ? html`<li>${strings.stale}</li>` : nothing}
      ${remarks(result.text, result.used, result.total).map((remark) => html`<li>${remark}</li>`)}
    </ul>
    <div class="demo-columns ${stale ? 'stale' : ''}">
      ${opinion(strings.neural, result.neural, state)}
      ${opinion(strings.linear, result.linear, state)}
    </div>
    ${agreement(state, actions)} ${influences(state)}
    <div class="demo-controls">
      <p class="demo-tools">${copyButton(strings.copyLink, state.copied, actions?.copyLink)}</p>
      ${batch(state, actions)}
    </div>
  </div>`;
}

function opinion(model: string, answer: Opinion | undefined, { labels }: State): TemplateResult {
  const probability = answer ? (answer.scores[answer.label] ?? 0) : 0;
  return html`<section aria-label=${model}>
    <div class="demo-title">${model}</div>
    <p class="demo-answer">
      ${
        answer
          ? html`<strong>${nameOf(answer.label, labels)}</strong>
              <span>${formatProbability(probability)}</span>`
          : html`<span>${strings.waiting}</span>`
      }
    </p>
    ${probabilityBars(
      labels.map(({ id }) => ({
        label: nameOf(id, labels),
        probability: answer?.scores[id] ?? 0,
      })),
    )}
  </section>`;
}

function agreement(state: State, actions?: Actions): TemplateResult {
  const { neural, linear } = state.result;
  const waiting = neural && !linear;
  const failed = waiting && state.linear?.kind === 'failed';
  // Spoken once, when both have answered or one cannot.
  return html`<p
    class="demo-agreement"
    aria-live="polite"
    aria-busy=${waiting && !failed ? 'true' : 'false'}
  >
    ${agreementText(state)} ${failed ? button(shared.retry, actions?.retryLinear) : nothing}
  </p>`;
}

function agreementText({ result, linear: trouble, labels }: State): string {
  const { neural, linear } = result;
  if (!neural) return '';
  const name = ({ label }: Opinion): string => nameOf(label, labels);
  if (linear)
    return neural.label === linear.label
      ? strings.agree(name(neural))
      : strings.disagree(name(neural), name(linear));
  if (trouble?.kind === 'failed') return strings.linearFailed(trouble.message);
  if (trouble?.kind === 'loading')
    return strings.linearLoading(formatBytes(trouble.received), formatBytes(trouble.total));
  return strings.notYet;
}

/** Strength from which a piece is marked at all. */
const VISIBLE = 0.01;

function influences({ result }: State): TemplateResult {
  const strongest = Math.max(...result.influences.map(({ drop }) => Math.abs(drop)), 0.05);
  return html`<section class="demo-influences" aria-label=${strings.influences}>
    <div class="demo-title">${strings.influences}</div>
    <p class="marks" lang=${shared.contentLanguage ?? nothing}>
      ${result.influences.map(({ text, drop }) => {
        const strength = Math.min(1, Math.abs(drop) / strongest);
        if (Math.abs(drop) < VISIBLE) return html`<span>${text}</span>`;
        const points = `${drop > 0 ? '−' : '+'}${Math.abs(drop * 100).toFixed(0)}`;
        return html`<span
          class=${drop > 0 ? 'supports' : 'opposes'}
          style="--strength: ${strength.toFixed(2)}"
          title=${strings.influence(points)}
          >${text}<sub>${points}</sub></span
        >`;
      })}
    </p>
    <p class="demo-hint">${strings.influencesHint}</p>
  </section>`;
}

function batch({ batch: state, phase, labels }: State, actions?: Actions): TemplateResult {
  const name = (id: string): string => nameOf(id, labels);
  return batchPanel(
    state,
    {
      demo: 'text-classification',
      live: phase.kind === 'live',
      columns: [strings.headline, strings.neural, strings.probability, strings.linear],
      cells: ({ text, label, probability, linear }) => html`
        <td lang=${shared.contentLanguage ?? nothing}>${text}</td>
        <td>${name(label)}</td>
        <td>${formatProbability(probability)}</td>
        <td class=${linear === label ? '' : 'differs'}>${name(linear)}</td>
      `,
    },
    actions?.batch,
  );
}
