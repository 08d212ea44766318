/** What an embedded demo tells the page around it. */
export type FrameMessage = { readonly name: string } & (
  | { readonly type: 'ai-demo:resize'; readonly height: number }
  | { readonly type: 'ai-demo:result'; readonly result: unknown }
  | { readonly type: 'ai-demo:error'; readonly message: string }
);

/** Asks a frame for its height: it may have told it before anybody listened. */
export const HELLO = 'ai-demo:hello';
