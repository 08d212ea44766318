/**
 * What the button, the status line and the errors of every demo say, in the languages that an embed may ask
 * for. What belongs to one demo is in Chinese only, as are its models.
 */
import type { LoadReport } from '../../inference/engine.ts';
import type { ErrorCode, InferenceError } from '../../inference/errors.ts';
import type { Rung } from '../../inference/rungs.ts';
import { formatBytes, formatTime } from './phase.ts';

export interface Strings {
  /** As in an attribute `lang`. */
  readonly lang: string;
  /** @param bytes what a first run downloads; 0 when nothing. */
  run(bytes: number): string;
  readonly retry: string;
  readonly cancel: string;
  readonly live: string;
  readonly progress: string;
  readonly recorded: string;
  loading(received: number, total: number): string;
  readonly running: string;
  result(milliseconds: number, report: LoadReport): string;
  readonly rungs: Readonly<Record<Rung, string>>;
  /** Missing where the error itself speaks the language. */
  readonly errors?: Readonly<Record<ErrorCode, string>>;
}

const zh: Strings = {
  lang: 'zh-CN',
  run: (bytes) => `在你的设备上运行${bytes > 0 ? `（首次下载${formatBytes(bytes)}）` : ''}`,
  retry: '重试',
  cancel: '取消下载',
  live: '已在你的设备上运行',
  progress: '下载进度',
  recorded: '下面是事先录制的结果，由同一个模型算出。',
  loading: (received, total) => `正在下载：${formatBytes(received)}，共${formatBytes(total)}。`,
  running: '正在计算……',
  result(milliseconds, { rung, transferred, milliseconds: loading }) {
    const source = transferred > 0 ? `下载${formatBytes(transferred)}` : '模型取自本机缓存';
    return `现场结果：推理${formatTime(milliseconds)}；${source}，装载${formatTime(loading)}，${this.rungs[rung]}。`;
  },
  rungs: { worker: '后台线程', 'blob-worker': '后台线程（Blob）', 'main-thread': '页面线程' },
};

const en: Strings = {
  lang: 'en',
  run: (bytes) => `Run on your device${bytes > 0 ? ` (first download ${formatBytes(bytes)})` : ''}`,
  retry: 'Try again',
  cancel: 'Cancel',
  live: 'Running on your device',
  progress: 'Download',
  recorded: 'Below is a recorded result of the same model.',
  loading: (received, total) => `Downloading: ${formatBytes(received)} of ${formatBytes(total)}.`,
  running: 'Computing …',
  result(milliseconds, { rung, transferred, milliseconds: loading }) {
    const source =
      transferred > 0 ? `downloaded ${formatBytes(transferred)}` : 'model kept on device';
    return `Live result: computed in ${formatTime(milliseconds, ' ms', ' s')}; ${source}, loaded in ${formatTime(loading, ' ms', ' s')}, ${this.rungs[rung]}.`;
  },
  rungs: {
    worker: 'background thread',
    'blob-worker': 'background thread (Blob)',
    'main-thread': 'page thread',
  },
  errors: {
    offline: 'You are offline. Connect and try again; what has arrived is kept.',
    network: 'The download broke off. Try again to go on with it.',
    missing:
      'The server does not have the model files. If it is yours, check that all were uploaded.',
    'not-a-file':
      'The server sent a web page instead of the model. If it is yours, check that it does not send its home page for unknown addresses.',
    corrupted: 'The file was damaged on the way. Try again to download it afresh.',
    'no-webassembly': 'This browser has WebAssembly switched off. The recorded result stays.',
    'blocked-by-csp':
      'The security policy of the page forbids WebAssembly; script-src needs wasm-unsafe-eval.',
    'out-of-memory': 'There is not enough memory. Close some tabs and try again.',
    crashed: 'The computation ended unexpectedly. Try again to restart it.',
    'bad-model':
      'The model does not fit its runtime. Reload the page, and tell us if that does not help.',
    unknown: 'Something unexpected went wrong. Try again.',
  },
};

/** The strings in the language that the page asks for with `data-language`. */
export function strings(): Strings {
  return globalThis.document?.documentElement.dataset['language'] === 'en' ? en : zh;
}

export function errorText({ code, message }: InferenceError): string {
  return strings().errors?.[code] ?? message;
}
