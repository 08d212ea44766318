/** Buttons and fields as all demos have them. Without `actions` they stand there, but do nothing yet. */
import { html, nothing, type TemplateResult } from 'lit';
import { strings } from './strings.ts';

/** Something to tell the reader, such as a link that cannot be read; empty when there is nothing. */
export type Remark = string | TemplateResult;

/** An example to choose. */
export interface Chip {
  readonly text: string;
  /** What kind of example it is, in a word. */
  readonly kind?: string | undefined;
  readonly pressed: boolean;
  /** Missing before the demo is live. */
  readonly choose?: (() => void) | undefined;
  /** Language of `text` if it is not the interface's. */
  readonly lang?: string | undefined;
}

/**
 * A row of examples, one of which may be on show.
 * @param wrap whether they go on in a next line; otherwise they scroll, also by keyboard.
 */
export function chips(label: string, all: readonly Chip[], wrap = false): TemplateResult {
  return html`<div
    class=${wrap ? 'demo-presets wrap' : 'demo-presets'}
    tabindex=${wrap ? nothing : 0}
    role="group"
    aria-label=${label}
  >
    ${all.map(
      ({ text, kind, pressed, choose, lang }) =>
        html`<button
          type="button"
          class="demo-chip"
          aria-pressed=${pressed ? 'true' : 'false'}
          ?disabled=${!choose}
          @click=${choose}
        >
          ${kind ? html`<small>${kind}</small>` : nothing}${
            lang ? html`<span lang=${lang}>${text}</span>` : text
          }
        </button>`,
    )}
  </div>`;
}

/** @param click missing where there is nothing to do. */
export function button(label: string, click: (() => void) | undefined): TemplateResult {
  return html`<button type="button" class="demo-button" ?disabled=${!click} @click=${click}>
    ${label}
  </button>`;
}

/** A button that says so once it has copied. */
export function copyButton(
  label: string,
  copied: boolean,
  copy: (() => void) | undefined,
): TemplateResult {
  return button(copied ? strings.copied : label, copy);
}

/** A field for texts of the content's language. */
export function textField(
  id: string,
  label: string,
  rows: number,
  text: string,
  type: ((text: string) => void) | undefined,
): TemplateResult {
  return html`<label class="demo-label" for=${id}>${label}</label>
    <textarea
      id=${id}
      rows=${rows}
      spellcheck="false"
      lang=${strings.contentLanguage ?? nothing}
      ?disabled=${!type}
      .value=${text}
      @input=${(event: InputEvent) => type?.((event.target as HTMLTextAreaElement).value)}
    ></textarea>`;
}
