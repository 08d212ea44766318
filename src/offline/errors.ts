/** What can go wrong when a reader saves pages, and what to tell them. */
import { InferenceError, isAbort, type ErrorCode } from '../inference/errors.ts';

const messages = {
  unsupported: '这里不能保存：浏览器只许用HTTPS或localhost打开的网站这样做。请换成HTTPS的地址。',
  'no-worker':
    '离线功能没有装好。刷新页面再试；在无痕窗口里，或者浏览器设成不许网站存储数据时，它装不上。',
  denied: '浏览器不许这个网站存储数据。在浏览器的设置里允许它存储，或者离开无痕窗口，再试一次。',
  full: '设备留给这个网站的空间不够。删掉一些已经保存的章节，或者腾出磁盘空间，再点「重试」。',
  outdated:
    '服务器上的书与这一页不是同一版，多半是刚刚更新过。关掉本书的其他标签页，刷新这一页，再保存。',
  unknown: '出了意料之外的问题。点「重试」再试一次。',
} as const;

/** What went wrong, for programs. */
export type OfflineErrorCode = keyof typeof messages;

/** A failure with a code for programs and a message for readers that says what to do. */
export class OfflineError extends Error {
  readonly code: OfflineErrorCode;

  constructor(code: OfflineErrorCode, options?: ErrorOptions) {
    super(messages[code], options);
    this.name = 'OfflineError';
    this.code = code;
  }
}

/** What a failed download means here: its own words speak of models. */
const DOWNLOADS: Partial<Readonly<Record<ErrorCode, OfflineErrorCode>>> = {
  missing: 'outdated',
  corrupted: 'outdated',
  'not-a-file': 'outdated',
};

/** What to tell the reader about any thrown value; nothing about their own cancelling. */
export function explain(error: unknown): string | undefined {
  if (isAbort(error)) return undefined;
  if (error instanceof OfflineError) return error.message;
  if (error instanceof InferenceError) {
    const code = DOWNLOADS[error.code];
    return code ? messages[code] : error.message;
  }
  const { name } = error as Error;
  if (name === 'QuotaExceededError') return messages.full;
  if (name === 'SecurityError' || name === 'NotAllowedError') return messages.denied;
  return messages.unknown;
}
