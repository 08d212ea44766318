import { html, nothing, type TemplateResult } from 'lit';
import type { Phase } from './phase.ts';
import { strings } from './strings.ts';

/** What a reader can do with a model. */
export interface RunActions {
  run(): void;
  cancel(): void;
}

/**
 * The button that brings a demo to life, its progress, its failures and its status line. The button stays
 * where it is in every phase, so that nothing on the page moves.
 * @param bytes what a first run downloads, if anything.
 */
export function runPanel(phase: Phase, bytes: number, actions?: RunActions): TemplateResult {
  return html`<div class="demo-run">
    ${button(phase, bytes, actions)}
    <p class="demo-status" role="status" aria-live="off">${status(phase)}</p>
    <p class="sr-only" aria-live="polite">${spoken(phase, bytes)}</p>
    <progress
      class="demo-progress"
      aria-label=${strings.progress}
      max="1"
      .value=${phase.kind === 'loading' && phase.total > 0 ? phase.received / phase.total : 0}
      ?hidden=${phase.kind !== 'loading'}
    ></progress>
  </div>`;
}

/** One button in all phases, so that a keyboard's focus stays on it; that is also why it is never disabled once used. */
function button(phase: Phase, bytes: number, actions?: RunActions): TemplateResult {
  const { label, primary, press } = buttonIn(phase, bytes, actions);
  return html`<button
    type="button"
    class=${primary ? 'demo-button primary' : 'demo-button'}
    ?disabled=${!actions}
    aria-disabled=${actions && !press ? 'true' : nothing}
    @click=${press}
  >
    ${label}
  </button>`;
}

interface ButtonState {
  readonly label: string;
  readonly primary: boolean;
  /** Missing where there is nothing to do. */
  readonly press: (() => void) | undefined;
}

function buttonIn(phase: Phase, bytes: number, actions?: RunActions): ButtonState {
  switch (phase.kind) {
    case 'loading':
      return { label: strings.cancel, primary: false, press: actions?.cancel };
    case 'running':
    case 'live':
      return { label: strings.live, primary: false, press: undefined };
    case 'recorded':
      return { label: strings.run(bytes), primary: true, press: actions?.run };
    case 'failed':
      return { label: strings.retry, primary: true, press: actions?.run };
  }
}

/** What a screen reader hears: each phase once, neither progress nor the milliseconds of every run. */
function spoken(phase: Phase, bytes: number): string {
  if (phase.kind === 'recorded') return '';
  if (phase.kind === 'live') return strings.live;
  return status(phase.kind === 'loading' ? { ...phase, received: 0, total: bytes } : phase);
}

function status(phase: Phase): string {
  switch (phase.kind) {
    case 'recorded':
      return strings.recorded;
    case 'loading':
      return strings.loading(phase.received, phase.total);
    case 'running':
      return strings.running;
    case 'live':
      return strings.result(phase);
    case 'failed':
      return phase.message;
  }
}
