/** What the demo looks like for a given state; rendered by the build for the recorded result, by Lit live. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatProbability, probabilityBars } from '../ui/bars.ts';
import { batchPanel, type BatchActions, type BatchState } from '../ui/batch-panel.ts';
import type { Phase } from '../ui/phase.ts';
import { runPanel, type RunActions } from '../ui/run-panel.ts';
import { presets } from './presets.ts';
import { remarks } from './remarks.ts';

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

export interface State {
  readonly phase: Phase;
  /** Bytes that a first run downloads. */
  readonly bytes: number;
  readonly text: string;
  readonly result: Result;
  /** Topics in the order of the bars, with their Chinese names. */
  readonly labels: readonly { id: string; zh: string }[];
  readonly copied: boolean;
  /** Something to tell the reader, such as a link that cannot be read. */
  readonly remark: string;
  readonly batch: BatchState<BatchRow>;
}

export interface Actions extends RunActions {
  type(text: string): void;
  copyLink(): void;
  readonly batch: BatchActions;
}

export function view(state: State, actions?: Actions): TemplateResult {
  const { phase, bytes, text, result } = state;
  const stale = phase.kind === 'recorded' && text !== result.text;
  return html`<div class="demo">
    <div class="demo-controls">
      <div class="demo-presets" tabindex="0" role="group" aria-label="现成的标题">
        ${presets.map(
          (preset) =>
            html`<button
              type="button"
              class="demo-chip"
              aria-pressed=${preset.text === text ? 'true' : 'false'}
              ?disabled=${!actions}
              @click=${() => actions?.type(preset.text)}
            >
              <small>${preset.kind}</small>${preset.text}
            </button>`,
        )}
      </div>
      <label class="demo-label" for="text-classification-headline">新闻标题</label>
      <textarea
        id="text-classification-headline"
        rows="2"
        spellcheck="false"
        ?disabled=${!actions}
        .value=${text}
        @input=${(event: InputEvent) => actions?.type((event.target as HTMLTextAreaElement).value)}
      ></textarea>
      ${runPanel(phase, bytes, actions)}
    </div>
    <p class="demo-recorded">录制的结果，由同一个模型在制作本书时算出。</p>
    <p class="demo-input">${result.text || '（空）'}</p>
    <ul class="demo-remarks" aria-live="polite">
      ${state.remark ? html`<li>${state.remark}</li>` : nothing}
      ${stale ? html`<li>下面仍是上一条的结果。点「在你的设备上运行」，换成你写的这一条。</li>` : nothing}
      ${remarks(result.text, result.used, result.total).map((remark) => html`<li>${remark}</li>`)}
    </ul>
    <div class="demo-columns ${stale ? 'stale' : ''}">
      ${opinion('小神经网络', result.neural, state)} ${opinion('线性模型', result.linear, state)}
    </div>
    ${agreement(state)} ${influences(state)}
    <div class="demo-controls">
      <p class="demo-tools">
        <button
          type="button"
          class="demo-button"
          ?disabled=${!actions}
          @click=${() => actions?.copyLink()}
        >
          ${state.copied ? '已复制' : '复制这一条的链接'}
        </button>
      </p>
      ${batch(state, actions)}
    </div>
  </div>`;
}

function opinion(name: string, answer: Opinion | undefined, { labels }: State): TemplateResult {
  const zh = (id: string): string => labels.find((label) => label.id === id)?.zh ?? id;
  const probability = answer ? (answer.scores[answer.label] ?? 0) : 0;
  return html`<section aria-label=${name}>
    <h4>${name}</h4>
    <p class="demo-answer">
      ${
        answer
          ? html`<strong>${zh(answer.label)}</strong>
              <span>${formatProbability(probability)}</span>`
          : html`<span>等待输入</span>`
      }
    </p>
    ${probabilityBars(
      labels.map(({ id, zh: label }) => ({ label, probability: answer?.scores[id] ?? 0 })),
    )}
  </section>`;
}

function agreement({ result: { neural, linear }, labels }: State): TemplateResult {
  const zh = (id: string): string => labels.find((label) => label.id === id)?.zh ?? id;
  let text = '线性模型还没有算。';
  if (!neural) text = '';
  else if (linear && neural.label === linear.label)
    text = `两个模型都判为「${zh(neural.label)}」。`;
  else if (linear)
    text = `两个模型意见不一：小神经网络判为「${zh(neural.label)}」，线性模型判为「${zh(linear.label)}」。`;
  return html`<p class="demo-agreement">${text}</p>`;
}

/** Strength from which a piece is marked at all. */
const VISIBLE = 0.01;

function influences({ result }: State): TemplateResult {
  const strongest = Math.max(...result.influences.map(({ drop }) => Math.abs(drop)), 0.05);
  return html`<section class="demo-influences" aria-label="哪些字起了作用">
    <h4>哪些字起了作用</h4>
    <p class="marks">
      ${result.influences.map(({ text, drop }) => {
        const strength = Math.min(1, Math.abs(drop) / strongest);
        if (Math.abs(drop) < VISIBLE) return html`<span>${text}</span>`;
        const points = `${drop > 0 ? '−' : '+'}${Math.abs(drop * 100).toFixed(0)}`;
        return html`<span
          class=${drop > 0 ? 'supports' : 'opposes'}
          style="--strength: ${strength.toFixed(2)}"
          title="去掉它，概率${points}个百分点"
          >${text}<sub>${points}</sub></span
        >`;
      })}
    </p>
    <p class="demo-hint">
      遮挡法：逐个去掉一个字，看小神经网络对自己答案的概率变了多少个百分点。实线的字支持这个答案，虚线的字反对它。
    </p>
  </section>`;
}

function batch({ batch: state, phase, labels }: State, actions?: Actions): TemplateResult {
  const zh = (id: string): string => labels.find((label) => label.id === id)?.zh ?? id;
  return batchPanel(
    state,
    {
      demo: 'text-classification',
      live: phase.kind === 'live',
      columns: ['标题', '小神经网络', '概率', '线性模型'],
      cells: ({ text, label, probability, linear }) => html`
        <td>${text}</td>
        <td>${zh(label)}</td>
        <td>${formatProbability(probability)}</td>
        <td class=${linear === label ? '' : 'differs'}>${zh(linear)}</td>
      `,
    },
    actions?.batch,
  );
}
