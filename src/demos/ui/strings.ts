/**
 * What every demo says, in the languages that an embed may ask for. Each demo has such a file of its own.
 *
 * A bundle speaks one language: the build sets `globalThis.DEMO_LANGUAGE`, and with it the other language
 * falls out of the bundle. So the pages of the book carry no English.
 */
import type { LoadReport } from '../../inference/engine.ts';
import type { ErrorCode, InferenceError } from '../../inference/errors.ts';
import type { Rung } from '../../inference/rungs.ts';
import { formatBytes, formatTime } from './phase.ts';

declare global {
  /** Language of the interface; the build puts it in. Undefined where plain Node runs the sources. */
  var DEMO_LANGUAGE: 'zh' | 'en' | undefined;
}

/** Where a result comes from, in a status line. */
interface Origin {
  readonly milliseconds: number;
  readonly report: LoadReport;
}

const rungs: Readonly<Record<Rung, string>> = {
  worker: '后台线程',
  'blob-worker': '后台线程（Blob）',
  'main-thread': '页面线程',
};

const zh = {
  /** As in an attribute `lang`. */
  language: 'zh-CN',
  /** Key of this language in the names of a model's classes. */
  key: 'zh' as 'zh' | 'en',
  /** Language of what the demos are about, where it is another than the interface's. */
  contentLanguage: undefined as string | undefined,
  separator: '、',
  /** @param bytes what a first run downloads; 0 when nothing. */
  run: (bytes: number) => `在你的设备上运行${bytes > 0 ? `（首次下载${formatBytes(bytes)}）` : ''}`,
  retry: '重试',
  cancel: '取消下载',
  live: '已在你的设备上运行',
  progress: '下载进度',
  recorded: '下面是事先录制的结果，由同一个模型算出。',
  /** @param total 0 where nothing is downloaded: in the book in a folder. */
  loading: (received: number, total: number) =>
    total > 0 ? `正在下载：${formatBytes(received)}，共${formatBytes(total)}。` : '正在装载……',
  running: '正在计算……',
  result: ({ milliseconds, report: { rung, transferred, milliseconds: loading } }: Origin) => {
    const source = transferred > 0 ? `下载${formatBytes(transferred)}` : '模型取自本机缓存';
    return `现场结果：推理${formatTime(milliseconds)}；${source}，装载${formatTime(loading)}，${rungs[rung]}。`;
  },
  error: ({ message }: InferenceError): string => message,
  /** Above a result that was computed when the book was made. */
  recording: '录制的结果，由同一个模型在制作本书时算出。',
  empty: '（空）',
  copied: '已复制',
  linkInAddressBar: '链接在地址栏里，请从那里复制。',
  /** Before the link. */
  copyByHand: '嵌入的框架里写不了剪贴板，请用右键或长按来复制：',
  linkToThis: '这个状态的链接',
  /** @param limit what a link carries, in characters. */
  tooLong: (limit: number) => `超过${limit}个字，装不进链接。`,
  misleads: '误导',
  dataTable: '数据表',
};

const rungsInEnglish: typeof rungs = {
  worker: 'background thread',
  'blob-worker': 'background thread (Blob)',
  'main-thread': 'page thread',
};

const errorsInEnglish: Readonly<Record<ErrorCode, string>> = {
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
};

const en: typeof zh = {
  language: 'en',
  key: 'en',
  contentLanguage: 'zh-CN',
  separator: ', ',
  run: (bytes) => `Run on your device${bytes > 0 ? ` (first download ${formatBytes(bytes)})` : ''}`,
  retry: 'Try again',
  cancel: 'Cancel',
  live: 'Running on your device',
  progress: 'Download',
  recorded: 'Below is a recorded result of the same model.',
  loading: (received, total) =>
    total > 0 ? `Downloading: ${formatBytes(received)} of ${formatBytes(total)}.` : 'Loading …',
  running: 'Computing …',
  result: ({ milliseconds, report: { rung, transferred, milliseconds: loading } }) => {
    const time = (value: number): string => formatTime(value, ' ms', ' s');
    const source =
      transferred > 0 ? `downloaded ${formatBytes(transferred)}` : 'model kept on device';
    return `Live result: computed in ${time(milliseconds)}; ${source}, loaded in ${time(loading)}, ${rungsInEnglish[rung]}.`;
  },
  error: ({ code }) => errorsInEnglish[code],
  recording: 'A recorded result, computed by the same model when the book was made.',
  empty: '(empty)',
  copied: 'Copied',
  linkInAddressBar: 'The link is in the address bar; please copy it from there.',
  copyByHand: 'This frame may not use the clipboard. Right-click or long-press to copy ',
  linkToThis: 'the link to this state',
  tooLong: (limit) => `More than ${limit} characters do not fit into a link.`,
  misleads: 'Misleading',
  dataTable: 'Data table',
};

export const strings = globalThis.DEMO_LANGUAGE === 'en' ? en : zh;
