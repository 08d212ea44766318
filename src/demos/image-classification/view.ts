/** What the demo looks like for a given state; rendered by the build for the recorded result, by Lit live. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ImageResult } from '../image/classes.ts';
import { chips, copyButton, type Remark } from '../ui/controls.ts';
import { describeHeat, heatMap } from '../ui/heat-map.ts';
import {
  imageButtons,
  imageFrame,
  type ImageInputActions,
  type ImageInputState,
} from '../ui/image-input.ts';
import type { Label } from '../ui/labels.ts';
import type { Phase } from '../ui/phase.ts';
import { runPanel, type RunActions } from '../ui/run-panel.ts';
import { strings as shared } from '../ui/strings.ts';
import { verdict } from '../ui/verdict.ts';
import { presets, type Preset } from './presets.ts';
import { strings } from './strings.ts';

/** What is known of a picture. */
export interface Result {
  readonly answer?: ImageResult | undefined;
  /** How far the probability of the answer falls when a cell is covered; comes after the answer. */
  readonly heat?: readonly number[] | undefined;
}

/** What is on show. */
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
  readonly remark: Remark;
}

/** What a reader can do. */
export interface Actions extends RunActions, ImageInputActions {
  choose(preset: Preset): void;
  copyLink(): void;
}

/** @param actions missing while nothing can be done yet: in the recorded result. */
export function view(state: State, actions?: Actions): TemplateResult {
  const { phase, bytes, input, seen, side, result, stale, labels, moving, remark } = state;
  return html`<div class="demo">
    <div class="demo-controls">
      ${scenes(state, actions)} ${imageButtons(input, actions)} ${runPanel(phase, bytes, actions)}
    </div>
    <p class="demo-remarks roomy" role="status">${remark || staleRemark(state)}</p>
    <div class="demo-columns demo-picture">
      <section aria-label=${strings.picture}>${imageFrame(input, actions)}</section>
      <section aria-label=${strings.result} class=${stale ? 'stale' : ''}>
        ${verdict(result.answer, labels, strings.waiting, !moving)}
      </section>
    </div>
    <div class="demo-looks">
      <figure>
        <img src=${seen} width=${side} height=${side} alt=${strings.shrunk(side)} />
        <figcaption class="demo-hint">${strings.seen(side)}</figcaption>
      </figure>
      <figure class=${stale ? 'stale' : ''}>
        ${heatMap(seen, stale ? undefined : result.heat)}
        <figcaption class="demo-hint">
          ${strings.heatHint(describeHeat(stale ? undefined : result.heat))}
        </figcaption>
      </figure>
    </div>
    ${linkTools(state, actions)}
  </div>`;
}

function staleRemark({ phase, stale }: State): string {
  return stale && phase.kind === 'recorded' ? strings.stale : '';
}

function scenes({ preset: shown }: State, actions?: Actions): TemplateResult {
  return chips(
    strings.presets,
    presets.map((preset) => ({
      text: preset.title,
      kind: preset.misleads ? shared.misleads : undefined,
      pressed: preset === shown,
      choose: actions && (() => actions.choose(preset)),
    })),
    true,
  );
}

function linkTools({ preset, copied }: State, actions?: Actions): TemplateResult {
  return html`<p class="demo-controls demo-tools">
    ${copyButton(strings.copyLink, copied, preset && actions?.copyLink)}
    ${preset ? nothing : html`<span class="demo-hint">${strings.noLink}</span>`}
  </p>`;
}
