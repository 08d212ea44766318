import { describe, expect, test } from 'vitest';
import { InferenceError, toInferenceError } from '../../src/inference/errors.ts';

describe('a failure in the words of browsers and ONNX Runtime', () => {
  test.each([
    [
      new WebAssembly.CompileError('WebAssembly.instantiate() blocked by: unsafe-eval'),
      'blocked-by-csp',
    ],
    [
      new RangeError('Out of memory: Cannot allocate Wasm memory for new instance'),
      'out-of-memory',
    ],
    [new Error('the process ended: OOM'), 'out-of-memory'],
    ['std::bad_alloc', 'out-of-memory'],
    [new ReferenceError('WebAssembly is not defined'), 'no-webassembly'],
    [new WebAssembly.CompileError('expected magic word 00 61 73 6d'), 'not-a-file'],
    [new Error('ORT_FAIL: no such opset'), 'bad-model'],
    [new Error("Can't create a session: Load model failed: protobuf parsing failed"), 'bad-model'],
    [new TypeError('x is undefined'), 'unknown'],
  ])('%s is known as %s', (error, code) =>
    expect(toInferenceError(error)).toMatchObject({ code, cause: error }),
  );

  test.each(['the zoom of the room', 'sort_by is no function'])(
    'is not looked for within words: %s',
    (text) => expect(toInferenceError(new Error(text)).code).toBe('unknown'),
  );

  test('that has its code already stays as it is', () => {
    const error = new InferenceError('offline');
    expect(toInferenceError(error)).toBe(error);
  });
});
