/** What the demo looks like for a given state; rendered by the build for the recorded result, by Lit live. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ImageResult } from '../image/classes.ts';
import type { Drawing } from '../image/strokes.ts';
import { formatProbability } from '../ui/bars.ts';
import { drawingPad, ink, type PenHandlers } from '../ui/drawing-pad.ts';
import type { Phase } from '../ui/phase.ts';
import { runPanel, type RunActions } from '../ui/run-panel.ts';
import { verdict, zhOf, type Label } from '../ui/verdict.ts';
import { presets, type Preset } from './presets.ts';

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
  readonly remark: string;
}

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

export function view(state: State, actions?: Actions): TemplateResult {
  const { phase, bytes, shown, answer, labels, moving, remark } = state;
  return html`<div class="demo">
    <div class="demo-controls">${samples(state, actions)} ${runPanel(phase, bytes, actions)}</div>
    <p class="demo-remarks roomy" role="status">${remark || staleRemark(state)}</p>
    <div class="demo-columns demo-picture">
      <section aria-label="手写区">
        ${drawingPad(shown, `手写区，现有${shown.length}笔`, actions?.pen)} ${tools(state, actions)}
      </section>
      <section aria-label="识别结果">${verdict(answer, labels, waiting(state), !moving)}</section>
    </div>
    ${steps(state, actions)}
    <div class="demo-seen">
      <img src=${state.seen} width="64" height="64" alt="模型看到的64×64灰度图：黑底上的白色笔画" />
      <p class="demo-hint">
        模型看到的只有这64×64个数：墨迹裁到边、按长边缩放、放在正中，黑底白字。你写在角落里还是写得很小，它都不知道；笔画的先后它也不知道。
      </p>
    </div>
  </div>`;
}

function staleRemark({ phase, shown, answer }: State): string {
  return phase.kind === 'recorded' && shown.length > 0 && !answer
    ? '这几笔还没有识别。点「在你的设备上运行」，以后每一笔都会立刻识别。'
    : '';
}

function waiting({ shown, phase }: State): string {
  if (shown.length === 0) return '等你落笔';
  return phase.kind === 'live' || phase.kind === 'running' ? '正在识别' : '还没有识别';
}

function samples({ drawing }: State, actions?: Actions): TemplateResult {
  return html`<div class="demo-presets wrap" role="group" aria-label="现成的字，一笔一笔写出来">
    ${presets.map(
      (preset) =>
        html`<button
          type="button"
          class="demo-chip"
          aria-pressed=${preset.drawing === drawing ? 'true' : 'false'}
          ?disabled=${!actions}
          @click=${() => actions?.choose(preset)}
        >
          ${preset.misleads ? html`<small>误导</small>` : nothing}${preset.title}
        </button>`,
    )}
  </div>`;
}

function tools({ shown, drawing, copied }: State, actions?: Actions): TemplateResult {
  const empty = drawing.length === 0;
  return html`<p class="demo-controls demo-tools">
    <button
      type="button"
      class="demo-button"
      ?disabled=${!actions || shown.length === 0}
      @click=${() => actions?.undo()}
    >
      撤销一笔
    </button>
    <button
      type="button"
      class="demo-button"
      ?disabled=${!actions || empty}
      @click=${() => actions?.clear()}
    >
      清空
    </button>
    <button
      type="button"
      class="demo-button"
      ?disabled=${!actions || empty}
      @click=${() => actions?.replay()}
    >
      重写一遍
    </button>
    <button
      type="button"
      class="demo-button"
      ?disabled=${!actions || empty}
      @click=${() => actions?.copyLink()}
    >
      ${copied ? '已复制' : '复制这个字的链接'}
    </button>
  </p>`;
}

/** The drawing stroke by stroke, with what the model thought after each. */
function steps(
  { drawing, shown, answers, answer, labels }: State,
  actions?: Actions,
): TemplateResult {
  return html`<section class="demo-steps" aria-label="一笔一笔的结果">
    <h4>写完每一笔，模型怎么看</h4>
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
            aria-label=${`第${count}笔之后：${result ? opinion(result, labels) : '还没有识别'}`}
            ?disabled=${!actions}
            @click=${() => actions?.lookBack(count)}
          >
            ${ink(drawing.slice(0, count))}
            <span class=${result?.confident ? '' : 'unsure'}>
              ${result ? `${zhOf(result.label, labels)}${result.confident ? '' : '？'}` : '…'}
            </span>
            <small>${result ? formatProbability(result.scores[result.label] ?? 0) : ' '}</small>
          </button>
        </li>`;
      })}
    </ol>
  </section>`;
}

function opinion({ label, scores, confident }: ImageResult, labels: readonly Label[]): string {
  const likely = `${zhOf(label, labels)}，${formatProbability(scores[label] ?? 0)}`;
  return confident ? likely : `不确定，最像${likely}`;
}
