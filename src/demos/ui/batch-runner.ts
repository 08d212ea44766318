import type { ReactiveControllerHost } from 'lit';
import { toInferenceError } from '../../inference/errors.ts';
import { BATCH_LIMIT, parseBatch } from './batch.ts';
import { strings } from './batch-strings.ts';
import { emptyBatch, SHOWN_ROWS, type BatchActions, type BatchState } from './batch-panel.ts';
import { strings as shared } from './strings.ts';

/** Texts of a batch in one run of the model. */
const CHUNK = 64;
/** A file larger than this is no list of texts. */
const FILE_LIMIT = 5_000_000;

/** What a demo does with a batch. */
export interface BatchTask<Row> {
  /** A row for each text, in their order. */
  run(texts: readonly string[]): Promise<Row[]>;
  /** What to say about all rows, in a clause. */
  summary(rows: readonly Row[]): string;
  /** Hands the rows over as a file. */
  save(rows: readonly Row[]): void;
}

/** The batch mode of a demo: from texts to rows, some at a time, so that the page stays alive. */
export class BatchRunner<Row> implements BatchActions {
  state: BatchState<Row> = emptyBatch;
  readonly #host: Pick<ReactiveControllerHost, 'requestUpdate'>;
  readonly #task: BatchTask<Row>;

  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>, task: BatchTask<Row>) {
    this.#host = host;
    this.#task = task;
  }

  setSource(source: string): void {
    this.#set({ source });
  }

  async openFile(file: File | undefined): Promise<void> {
    if (!file) return;
    if (file.size > FILE_LIMIT) this.#set({ status: strings.fileTooLarge(FILE_LIMIT / 1e6) });
    else this.#set({ source: await file.text(), status: '' });
  }

  async run(): Promise<void> {
    const all = parseBatch(this.state.source);
    const texts = all.slice(0, BATCH_LIMIT);
    const rows: Row[] = [];
    try {
      for (let start = 0; start < texts.length; start += CHUNK) {
        rows.push(...(await this.#task.run(texts.slice(start, start + CHUNK))));
        this.#set({ status: strings.progress(rows.length, texts.length) });
      }
      const dropped = all.length - texts.length;
      this.#set({
        rows,
        status:
          strings.done(rows.length, this.#task.summary(rows)) +
          (rows.length > SHOWN_ROWS ? strings.shown(SHOWN_ROWS) : '') +
          (dropped > 0 ? strings.dropped(dropped) : ''),
      });
    } catch (error) {
      this.#set({ rows, status: shared.error(toInferenceError(error)) });
    }
  }

  save(): void {
    this.#task.save(this.state.rows);
  }

  #set(change: Partial<BatchState<Row>>): void {
    this.state = { ...this.state, ...change };
    this.#host.requestUpdate();
  }
}
