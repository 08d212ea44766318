/** What can go wrong between a reader and an answer, and what to tell them. */

const messages = {
  offline: '网络断开了。连上网络后点「重试」，已经下载的部分不会重来。',
  network: '下载中断了。点「重试」接着下载。',
  missing: '服务器上找不到模型文件。如果这是你自己部署的，请检查文件是否完整上传。',
  'not-a-file':
    '服务器返回的是网页而不是模型文件。如果这是你自己部署的，请检查它是否把找不到的地址都转给了首页。',
  corrupted: '文件下载后校验不符，可能在途中损坏了。点「重试」重新下载。',
  'no-webassembly':
    '这个浏览器没有启用WebAssembly，模型无法在此运行。换用新版浏览器即可；下面的录制结果不受影响。',
  'blocked-by-csp':
    '所在页面的安全策略（CSP）禁止运行WebAssembly。网页作者需要允许script-src中的wasm-unsafe-eval。',
  'out-of-memory': '内存不足，模型没能装入。关掉一些标签页后点「重试」。',
  crashed: '推理进程意外退出了。点「重试」会重新启动它。',
  'bad-model': '模型文件与运行环境不匹配。刷新页面后仍如此，请告诉我们。',
  unknown: '出了意料之外的问题。点「重试」再试一次。',
} as const;

/** What went wrong, for programs. */
export type ErrorCode = keyof typeof messages;

/** A failure with a code for programs and a message for readers that says what to do. */
export class InferenceError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, options?: ErrorOptions) {
    super(messages[code], options);
    this.name = 'InferenceError';
    this.code = code;
  }
}

/** Whether the failure is the reader's own cancelling, which is no error to show. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Gives any thrown value the code that fits it best; an InferenceError stays as it is. */
export function toInferenceError(error: unknown): InferenceError {
  if (error instanceof InferenceError) return error;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new InferenceError(classify(text), { cause: error });
}

function classify(text: string): ErrorCode {
  // The wording is the browsers' and ONNX Runtime's; there is no code to go by.
  if (/unsafe-eval|Content Security Policy|CompileError.*(blocked|disallowed|embedder)/i.test(text))
    return 'blocked-by-csp';
  if (
    /out of memory|\bOOM\b|memory access|allocation failed|bad_alloc|could not allocate/i.test(text)
  )
    return 'out-of-memory';
  if (/WebAssembly is not (defined|supported)|no available backend.*WebAssembly/i.test(text))
    return 'no-webassembly';
  if (/expected magic word|magic number/i.test(text)) return 'not-a-file';
  if (/protobuf|Load model|\bORT_|opset|Unsupported model/i.test(text)) return 'bad-model';
  return 'unknown';
}
