/** What the demo looks like for a given state; rendered by the build for the recorded result, by Lit live. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ImageResult } from '../image/classes.ts';
import { describeHeat, heatMap } from '../ui/heat-map.ts';
import {
  imageButtons,
  imageFrame,
  type ImageInputActions,
  type ImageInputState,
} from '../ui/image-input.ts';
import type { Phase } from '../ui/phase.ts';
import { runPanel, type RunActions } from '../ui/run-panel.ts';
import { verdict, type Label } from '../ui/verdict.ts';
import { presets, type Preset } from './presets.ts';

export interface Result {
  readonly answer?: ImageResult | undefined;
  /** How far the probability of the answer falls when a cell is covered; comes after the answer. */
  readonly heat?: readonly number[] | undefined;
}

export interface State {
  readonly phase: Phase;
  /** Bytes that a first run downloads. */
  readonly bytes: number;
  /** The drawn scene on show; undefined for the reader's own picture. */
  readonly preset: Preset | undefined;
  readonly input: ImageInputState;
  /** Address of the picture that the model sees. */
  readonly seen: string;
  /** Its side in pixels. */
  readonly side: number;
  readonly result: Result;
  /** Whether `result` belongs to another picture. */
  readonly stale: boolean;
  readonly labels: readonly Label[];
  /** Whether the reader is still choosing the square. */
  readonly moving: boolean;
  readonly copied: boolean;
  readonly remark: string;
}

export interface Actions extends RunActions, ImageInputActions {
  choose(preset: Preset): void;
  copyLink(): void;
}

export function view(state: State, actions?: Actions): TemplateResult {
  const { phase, bytes, input, seen, side, result, stale, labels, moving, remark } = state;
  return html`<div class="demo">
    <div class="demo-controls">
      ${scenes(state, actions)} ${imageButtons(input, actions)} ${runPanel(phase, bytes, actions)}
    </div>
    <p class="demo-remarks roomy" role="status">${remark || staleRemark(state)}</p>
    <div class="demo-columns demo-picture">
      <section aria-label="图片">${imageFrame(input, actions)}</section>
      <section aria-label="分类结果" class=${stale ? 'stale' : ''}>
        ${verdict(result.answer, labels, '等你选一张图', !moving)}
      </section>
    </div>
    <div class="demo-looks">
      <figure>
        <img src=${seen} width=${side} height=${side} alt=${`缩小到${side}×${side}的图`} />
        <figcaption class="demo-hint">模型看到的：${side}×${side}个像素，别的都丢了。</figcaption>
      </figure>
      <figure class=${stale ? 'stale' : ''}>
        ${heatMap(seen, stale ? undefined : result.heat)}
        <figcaption class="demo-hint">
          逐块盖住，看概率变多少：实心的块支持这个答案，空心的块反对它。${describeHeat(
            stale ? undefined : result.heat,
          )}
        </figcaption>
      </figure>
    </div>
    ${linkTools(state, actions)}
  </div>`;
}

function staleRemark({ phase, stale }: State): string {
  return stale && phase.kind === 'recorded'
    ? '概率和热力图还是上一张的。点「在你的设备上运行」，换成这一张。'
    : '';
}

function scenes({ preset: shown }: State, actions?: Actions): TemplateResult {
  return html`<div class="demo-presets wrap" role="group" aria-label="画好的图">
    ${presets.map(
      (preset) =>
        html`<button
          type="button"
          class="demo-chip"
          aria-pressed=${preset === shown ? 'true' : 'false'}
          ?disabled=${!actions}
          @click=${() => actions?.choose(preset)}
        >
          ${preset.misleads ? html`<small>误导</small>` : nothing}${preset.title}
        </button>`,
    )}
  </div>`;
}

function linkTools({ preset, copied }: State, actions?: Actions): TemplateResult {
  return html`<p class="demo-controls demo-tools">
    <button
      type="button"
      class="demo-button"
      ?disabled=${!actions || !preset}
      @click=${() => actions?.copyLink()}
    >
      ${copied ? '已复制' : '复制这张图的链接'}
    </button>
    ${
      preset
        ? nothing
        : html`<span class="demo-hint">你自己的图只在你的设备上，链接带不走它。</span>`
    }
  </p>`;
}
