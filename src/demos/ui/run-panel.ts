import { html, type TemplateResult } from 'lit';
import type { Phase } from './phase.ts';
import { strings } from './strings.ts';

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
  const { lang, progress } = strings();
  return html`<div class="demo-run" lang=${lang}>
    ${button(phase, bytes, actions)}
    <p class="demo-status" role="status">${status(phase)}</p>
    <progress
      class="demo-progress"
      aria-label=${progress}
      max="1"
      .value=${phase.kind === 'loading' && phase.total > 0 ? phase.received / phase.total : 0}
      ?hidden=${phase.kind !== 'loading'}
    ></progress>
  </div>`;
}

function button(phase: Phase, bytes: number, actions?: RunActions): TemplateResult {
  const { cancel, live, retry, run } = strings();
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

function status(phase: Phase): string {
  const say = strings();
  switch (phase.kind) {
    case 'recorded':
      return say.recorded;
    case 'loading':
      return say.loading(phase.received, phase.total);
    case 'running':
      return say.running;
    case 'live':
      return say.result(phase.milliseconds, phase.report);
    case 'failed':
      return phase.message;
  }
}
