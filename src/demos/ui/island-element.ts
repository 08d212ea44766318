import { html, LitElement } from 'lit';
import type { Remark } from './controls.ts';
import { strings } from './strings.ts';

/**
 * What all live figures share: they start from the recording that the page carries and from the state in
 * the address, and render into the page itself, so that the page's styles and the recorded markup carry over.
 */
export abstract class IslandElement extends LitElement {
  static override properties = { recorded: {}, state: {} };

  /** JSON of the recorded result. */
  declare recorded: string;
  /** State from the address, if any. */
  declare state: string | undefined;

  /** Whether a link to what is on show is on the clipboard. */
  protected copied = false;
  /** What is told to the reader. */
  protected remark: Remark = '';

  /** Takes the state of a link that is followed while the element is here already. */
  follow(state: string): void {
    this.inputChanged();
    this.state = state;
    // The same link may be followed again.
    this.requestUpdate('state', undefined);
  }

  protected say(remark: Remark): void {
    this.remark = remark;
    this.requestUpdate();
  }

  /** Takes back what was said of the input before. */
  protected inputChanged(): void {
    this.copied = false;
    this.say('');
  }

  /**
   * Puts a link to `state` into the address bar and on the clipboard.
   * @param otherwise what to say where there is no such link.
   */
  protected async copyLink(state: URLSearchParams | undefined, otherwise = ''): Promise<void> {
    if (!state) return this.say(otherwise);
    const demo = this.localName.replace('ai-demo-', '');
    const url = new URL(`#demo-${demo}?${state}`, location.href);
    history.replaceState(history.state, '', url);
    this.copied = await this.copy(url.href);
    this.say(this.copied ? '' : whereToCopy(url));
  }

  /** Whether the clipboard took `text`; in frames and without a secure origin it may refuse. */
  protected async copy(text: string): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }

  /** Offers `content` as a file. */
  protected download(name: string, content: string, type = 'text/csv'): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  protected override createRenderRoot(): this {
    return this;
  }
}

/** Where to get a link that the clipboard did not take. Readers of a frame see the address of its host only. */
function whereToCopy(url: URL): Remark {
  if (window === parent) return strings.linkInAddressBar;
  return html`${strings.copyByHand}<a href=${url.href} target="_blank" rel="noopener"
      >${strings.linkToThis}</a
    >`;
}
