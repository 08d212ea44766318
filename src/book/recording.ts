/** The recorded results of demos, made once for all pages that show them. */
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import type { TemplateResult } from 'lit';
import type { DemoId } from '../demos/registry.ts';

/** A recorded result, as a page carries it. */
export interface Recording {
  readonly markup: string;
  /** What the live element starts from, safe inside a script element. */
  readonly json: string;
}

const recorders = import.meta.glob<{
  record(): Promise<{ data: object; view: TemplateResult }>;
}>('../demos/*/recorded.ts');

const recordings = new Map<DemoId, Promise<Recording>>();

/** @throws {Error} when the demo has no `recorded.ts`. */
export function recording(id: DemoId): Promise<Recording> {
  // While somebody works on a demo, its recording changes.
  const made = (!import.meta.env.DEV && recordings.get(id)) || make(id);
  recordings.set(id, made);
  return made;
}

async function make(id: DemoId): Promise<Recording> {
  const recorder = await recorders[`../demos/${id}/recorded.ts`]?.();
  if (!recorder) throw new Error(`src/demos/${id}/recorded.ts is missing`);
  const { data, view } = await recorder.record();
  return {
    markup: (await collectResult(render(view))).replace(/<!--.*?-->/g, ''),
    // `<` is escaped so that no text can end the script element.
    json: JSON.stringify(data).replaceAll('<', '\\u003c'),
  };
}
