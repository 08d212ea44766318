import type { Tensors } from './tensor.ts';

/** What the page asks of the worker; every request is answered once, by its number. */
export type Request =
  | { readonly kind: 'start'; readonly runtime: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'load'; readonly model: string; readonly graph: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'run'; readonly model: string; readonly inputs: Tensors }
  | { readonly kind: 'release'; readonly model: string };

/** What comes of a request. */
export interface Answer {
  /** Empty but for `run`. */
  readonly outputs: Tensors;
  /** The time it took, most of it inside ONNX Runtime, without queueing. */
  readonly milliseconds: number;
}

/** A request with the number that its reply names. */
export interface NumberedRequest {
  readonly number: number;
  readonly request: Request;
}

/** What the worker says. */
export type Reply =
  /** Sent once, unasked: the script arrived and runs. It holds the Web Lock `lock`, if any, until it ends. */
  | { readonly kind: 'ready'; readonly lock: string | undefined }
  | ({ readonly kind: 'done'; readonly number: number } & Answer)
  | { readonly kind: 'failed'; readonly number: number; readonly message: string };
