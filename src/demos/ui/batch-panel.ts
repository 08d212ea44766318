/** The part of a demo where a reader runs many texts at once. */
import { html, nothing, type TemplateResult } from 'lit';
import { strings } from './batch-strings.ts';

/** Rows in the table; the file has all. */
export const SHOWN_ROWS = 200;

/** Where the batch stands: what is to be run, what to say of it, and the rows so far. */
export interface BatchState<Row> {
  readonly source: string;
  readonly status: string;
  readonly rows: readonly Row[];
  readonly running: boolean;
}

/** What a reader can do there. */
export interface BatchActions {
  setSource(source: string): void;
  openFile(file: File | undefined): Promise<void>;
  run(): Promise<void>;
  /** Ends the run; what it has done so far stays. */
  stop(): void;
  save(): void;
}

/** Before anything is entered. */
export const emptyBatch: BatchState<never> = {
  source: '',
  status: '',
  rows: [],
  running: false,
};

/**
 * @param demo id of the demo, for ids of its own.
 * @param live whether the model is ready.
 * @param columns heads of the table.
 * @param cells of a row, as `<td>`.
 */
export function batchPanel<Row>(
  { source, status, rows, running }: BatchState<Row>,
  {
    demo,
    live,
    columns,
    cells,
  }: {
    readonly demo: string;
    readonly live: boolean;
    readonly columns: readonly string[];
    readonly cells: (row: Row) => TemplateResult;
  },
  actions?: BatchActions,
): TemplateResult {
  const said = status || (live ? '' : strings.runFirst);
  return html`<details class="demo-batch">
    <summary>${strings.title}</summary>
    <label class="demo-label" for="${demo}-batch">${strings.input}</label>
    <textarea
      id="${demo}-batch"
      rows="5"
      spellcheck="false"
      ?disabled=${!actions}
      .value=${source}
      @input=${(event: InputEvent) => actions?.setSource((event.target as HTMLTextAreaElement).value)}
    ></textarea>
    <p class="demo-tools">
      <button
        type="button"
        class="demo-button primary"
        ?disabled=${!actions || !(running || (live && source.trim()))}
        @click=${() => (running ? actions?.stop() : void actions?.run())}
      >
        ${running ? strings.stop : strings.run}
      </button>
      <label class="demo-button">
        ${strings.open}<input
          class="sr-only"
          type="file"
          accept=".csv,.txt,.tsv,text/plain,text/csv"
          ?disabled=${!actions}
          @change=${(event: Event) => {
            const input = event.target as HTMLInputElement;
            void actions?.openFile(input.files?.[0]);
            input.value = '';
          }}
        />
      </label>
      <button
        type="button"
        class="demo-button"
        ?disabled=${!actions || rows.length === 0}
        @click=${() => actions?.save()}
      >
        ${strings.save}
      </button>
    </p>
    <p class="demo-status" role="status" aria-busy=${String(running)}>${said}</p>
    ${
      rows.length > 0
        ? html`<div class="demo-table" tabindex="0" role="region" aria-label=${strings.results}>
            <table>
              <thead>
                <tr>
                  ${columns.map((column) => html`<th scope="col">${column}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${rows.slice(0, SHOWN_ROWS).map(
                  (row) =>
                    html`<tr>
                      ${cells(row)}
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
        : nothing
    }
  </details>`;
}
