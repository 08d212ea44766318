import type { Tensors } from './tensor.ts';

/** What the page asks of the worker; every request is answered once, by its number. */
export type Request =
  | { readonly kind: 'start'; readonly runtime: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'load'; readonly model: string; readonly graph: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'run'; readonly model: string; readonly inputs: Tensors }
  | { readonly kind: 'release'; readonly model: string };

/** A request with the number that its reply names. */
export interface NumberedRequest {
  readonly number: number;
  readonly request: Request;
}

/** What the worker says. */
export type Reply =
  /** Sent once, unasked: the script arrived and runs. It holds the Web Lock `lock`, if any, until it ends. */
  | { readonly kind: 'ready'; readonly lock: string | undefined }
  | {
      readonly kind: 'done';
      readonly number: number;
      readonly outputs: Tensors;
      readonly milliseconds: number;
    }
  | { readonly kind: 'failed'; readonly number: number; readonly message: string };
