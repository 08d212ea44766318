import { html, type TemplateResult } from 'lit';
import type { Rung } from '../../inference/rungs.ts';
import { formatBytes, formatTime, type Phase } from './phase.ts';

export interface RunActions {
  run(): void;
  cancel(): void;
}

const RUNGS: Readonly<Record<Rung, string>> = {
  worker: '后台线程',
  'blob-worker': '后台线程（Blob）',
  'main-thread': '页面线程',
};

/**
 * The button that brings a demo to life, its progress, its failures and its status line. The button stays
 * where it is in every phase, so that nothing on the page moves.
 * @param bytes what a first run downloads, if anything.
 */
export function runPanel(phase: Phase, bytes: number, actions?: RunActions): TemplateResult {
  return html`<div class="demo-run">
    ${button(phase, bytes, actions)}
    <p class="demo-status" role="status">${status(phase)}</p>
    <progress
      class="demo-progress"
      aria-label="下载进度"
      max="1"
      .value=${phase.kind === 'loading' && phase.total > 0 ? phase.received / phase.total : 0}
      ?hidden=${phase.kind !== 'loading'}
    ></progress>
  </div>`;
}

function button(
  phase: Phase,
  bytes: number,
  actions?: RunActions,
): TemplateResult {
  if (phase.kind === 'loading')
    return html`<button type="button" class="demo-button" @click=${() => actions?.cancel()}>
      取消下载
    </button>`;
  if (phase.kind === 'live' || phase.kind === 'running')
    return html`<button type="button" class="demo-button" disabled>已在你的设备上运行</button>`;
  const label =
    phase.kind === 'failed'
      ? '重试'
      : `在你的设备上运行${bytes > 0 ? `（首次下载${formatBytes(bytes)}）` : ''}`;
  return html`<button
    type="button"
    class="demo-button primary"
    ?disabled=${!actions}
    @click=${() => actions?.run()}
  >
    ${label}
  </button>`;
}

function status(phase: Phase): string {
  switch (phase.kind) {
    case 'recorded':
      return '下面是事先录制的结果，由同一个模型算出。';
    case 'loading':
      return `正在下载：${formatBytes(phase.received)}，共${formatBytes(phase.total)}。`;
    case 'running':
      return '正在计算……';
    case 'live': {
      const { rung, transferred, milliseconds } = phase.report;
      const source = transferred > 0 ? `下载${formatBytes(transferred)}` : '模型取自本机缓存';
      return `现场结果：推理${formatTime(phase.milliseconds)}；${source}，装载${formatTime(milliseconds)}，${RUNGS[rung]}。`;
    }
    case 'failed':
      return phase.message;
  }
}
