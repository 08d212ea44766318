import type { LoadReport } from '../../inference/engine.ts';

/** Where a demo stands; what its status line and its button say follow from this. */
export type Phase =
  | { readonly kind: 'recorded' }
  | { readonly kind: 'loading'; readonly received: number; readonly total: number }
  | { readonly kind: 'running' }
  | { readonly kind: 'live'; readonly report: LoadReport; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly message: string };

/** Bytes for readers: 3,687,160 -> 「3.7MB」. Decimal, as data plans and shops count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes}B`;
  if (bytes < 999_500) return `${(bytes / 1e3).toFixed(0)}kB`;
  return `${(bytes / 1e6).toFixed(1)}MB`;
}

/** Milliseconds for readers: 「<0.1毫秒」「0.8毫秒」「12毫秒」「1.4秒」. */
export function formatTime(milliseconds: number, short = '毫秒', long = '秒'): string {
  if (milliseconds < 0.05) return `<0.1${short}`;
  if (milliseconds < 9.95) return `${milliseconds.toFixed(1)}${short}`;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)}${short}`;
  return `${(milliseconds / 1000).toFixed(1)}${long}`;
}
