import { html, type TemplateResult } from 'lit';
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

function button(phase: Phase, bytes: number, actions?: RunActions): TemplateResult {
  const { cancel, live, retry, run } = strings;
  if (phase.kind === 'loading')
    return html`<button type="button" class="demo-button" @click=${() => actions?.cancel()}>
      ${cancel}
    </button>`;
  if (phase.kind === 'live' || phase.kind === 'running')
    return html`<button type="button" class="demo-button" disabled>${live}</button>`;
  return html`<button
    type="button"
    class="demo-button primary"
    ?disabled=${!actions}
    @click=${() => actions?.run()}
  >
    ${phase.kind === 'failed' ? retry : run(bytes)}
  </button>`;
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
