/** `<book-shelf>`, its rows for single pages and the whole book: their sizes, and buttons to save and remove them. */
import { formatBytes } from '../demos/ui/phase.ts';
import { explain } from './errors.ts';
import { WHOLE_BOOK, type OfflineUnit } from './manifest.ts';
import { serviceWorkers } from './register.ts';
import { Shelf, type Stock } from './shelf.ts';
import './panel.css';

/** Tells all rows of the page that something was saved or removed. */
const CHANGE = 'book-shelf:change';

type State =
  | { readonly kind: 'idle'; readonly stock: Stock }
  | { readonly kind: 'saving'; readonly received: number; readonly total: number }
  | { readonly kind: 'removing' }
  | { readonly kind: 'failed'; readonly message: string; readonly stock: Stock | undefined };

class ShelfRow {
  readonly unit: OfflineUnit;
  readonly #shelf: Shelf;
  readonly #item: Element;
  readonly #status: Element | null;
  readonly #name: string;
  readonly #progress = document.createElement('progress');
  readonly #main = button('primary');
  readonly #remove = button();
  #saving: AbortController | undefined;

  /** @param item holds the name of `unit` and the line that says how it stands. */
  constructor(shelf: Shelf, unit: OfflineUnit, item: Element) {
    this.#shelf = shelf;
    this.#item = item;
    this.unit = unit;
    this.#name = item.querySelector('strong')?.textContent ?? unit.title;
    this.#status = item.querySelector('[role=status]');
    this.#progress.ariaLabel = `${this.#name}的下载进度`;
    this.#remove.textContent = unit.id === WHOLE_BOOK ? '全部删除' : '删除';
    this.#remove.ariaLabel = `${this.#remove.textContent}：${this.#name}`;
    this.#remove.addEventListener('click', () => void this.#onRemove());
    this.#main.addEventListener('click', () => {
      if (this.#saving) this.#saving.abort();
      else void this.#onSave();
    });
    const buttons = document.createElement('div');
    buttons.append(this.#main, this.#remove);
    item.querySelectorAll('div, progress').forEach((old) => old.remove());
    item.append(buttons, this.#progress);
  }

  /** Whether a new look at the device must not touch what the row says. */
  get busy(): boolean {
    return this.#saving !== undefined;
  }

  show(state: State): void {
    const saving = state.kind === 'saving';
    const stock = 'stock' in state ? state.stock : undefined;
    const complete = stock?.saved && stock.missing === 0;
    const text = say(state);
    if (this.#status && this.#status.textContent !== text) this.#status.textContent = text;
    this.#status?.classList.toggle('problem', state.kind === 'failed');
    this.#progress.hidden = !saving;
    if (saving) this.#progress.value = state.total > 0 ? state.received / state.total : 0;
    this.#main.hidden = state.kind === 'removing' || Boolean(complete || stock?.withBook);
    const action = saving ? '取消' : label(state);
    // Written anew with every piece that arrives, the button with the focus might be read out as often.
    if (this.#main.textContent !== action) {
      this.#main.textContent = action;
      this.#main.ariaLabel = `${action}：${this.#name}`;
    }
    // The last row to press removes what was only read, too.
    const removable =
      this.unit.id === WHOLE_BOOK ? stock && stock.missing < stock.total : stock?.saved;
    this.#remove.hidden = !removable;
  }

  /** Shows what the reader's press has led to, and says it aloud. */
  #announce(state: State): void {
    this.show(state);
    const spoken = this.#item.closest('book-shelf')?.querySelector('[aria-live=polite]');
    if (spoken) spoken.textContent = `${this.#name}：${say(state)}`;
  }

  async #onSave(): Promise<void> {
    const controller = new AbortController();
    this.#saving = controller;
    let message: string | undefined;
    try {
      const [stock] = await this.#shelf.look([this.unit]);
      const total = stock?.missing ?? 0;
      this.#announce({ kind: 'saving', received: 0, total });
      await this.#shelf.save(this.unit, {
        signal: controller.signal,
        onProgress: (received) => this.show({ kind: 'saving', received, total }),
      });
    } catch (error) {
      message = explain(error);
    }
    this.#saving = undefined;
    const focused = this.#focused;
    await this.#settle(message);
    if (focused) this.#focus();
  }

  async #onRemove(): Promise<void> {
    const focused = this.#focused;
    this.#announce({ kind: 'removing' });
    let message: string | undefined;
    try {
      await this.#shelf.remove(this.unit);
    } catch (error) {
      message = explain(error);
    }
    await this.#settle(message);
    // The button that was pressed went out of sight, and took the focus along unless the reader did.
    if (focused && (this.#focused || document.activeElement === document.body)) this.#focus();
  }

  get #focused(): boolean {
    return this.#item.contains(document.activeElement);
  }

  /** Leads the focus to the button that is there now; the page stays where its reader has scrolled to. */
  #focus(): void {
    (this.#main.hidden ? this.#remove : this.#main).focus({ preventScroll: true });
  }

  async #settle(message: string | undefined): Promise<void> {
    try {
      const [stock] = await this.#shelf.look([this.unit]);
      if (message || !stock) this.#announce({ kind: 'failed', message: message ?? '', stock });
      else this.#announce({ kind: 'idle', stock });
    } catch (error) {
      this.#announce({
        kind: 'failed',
        message: message ?? explain(error) ?? '',
        stock: undefined,
      });
    }
    document.dispatchEvent(new CustomEvent(CHANGE, { detail: this }));
  }
}

function button(kind = ''): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = `demo-button ${kind}`;
  return element;
}

function label(state: State): string {
  if (state.kind === 'failed') return '重试';
  if (state.kind !== 'idle') return '';
  const { saved, missing } = state.stock;
  const cost = missing > 0 ? `（下载${formatBytes(missing)}）` : '';
  return `${saved ? '补齐' : '保存'}${cost}`;
}

function say(state: State): string {
  switch (state.kind) {
    case 'saving':
      return `正在保存：${formatBytes(state.received)}，共${formatBytes(state.total)}。`;
    case 'removing':
      return '正在删除……';
    case 'failed':
      return state.message;
    case 'idle':
      return describe(state.stock);
  }
}

function describe({ saved, withBook, total, models, missing }: Stock): string {
  const size = `${formatBytes(total)}${models > 0 ? `，其中演示的模型与运行环境${formatBytes(models)}` : ''}`;
  if (saved && missing > 0) return `已保存，但少了${formatBytes(missing)}；共${size}。`;
  if (saved) return `已保存，断网也能读：${size}。`;
  if (withBook) return `已随全书保存：${size}。`;
  const here = total - missing;
  return here > 0 && missing > 0 ? `共${size}；${formatBytes(here)}已在设备上。` : `共${size}。`;
}

class BookShelf extends HTMLElement {
  #shelf: Shelf | undefined;
  #rows: ShelfRow[] = [];
  /** Whether a newer build has taken over while a row was busy. */
  #outdated = false;

  connectedCallback(): void {
    // It may say that this script did not come.
    this.querySelector('[aria-live=polite]')?.replaceChildren();
    document.addEventListener(CHANGE, ({ detail }: CustomEventInit<ShelfRow>) => {
      void (this.#outdated ? this.#open() : this.#look(detail));
    });
    // A newer build has taken over: its pages have other sizes.
    serviceWorkers()?.addEventListener('controllerchange', () => void this.#open());
    void this.#open();
  }

  async #open(): Promise<void> {
    this.#outdated = this.#rows.some(({ busy }) => busy);
    if (this.#outdated) return;
    try {
      const shelf = (this.#shelf = await Shelf.open());
      this.#rows = [...this.querySelectorAll<HTMLElement>('[data-unit]')].flatMap((item) => {
        const unit = shelf.unit(item.dataset['unit'] ?? '');
        return unit ? [new ShelfRow(shelf, unit, item)] : [];
      });
      await this.#look();
    } catch (error) {
      this.#rows = [];
      const problem = document.createElement('p');
      problem.className = 'problem';
      problem.textContent = explain(error) ?? '';
      this.replaceChildren(problem);
    }
  }

  /** Shows how things stand, in all rows but the one that has just said it. */
  async #look(except?: ShelfRow): Promise<void> {
    const rows = this.#rows.filter((row) => row !== except && !row.busy);
    const stocks = (await this.#shelf?.look(rows.map(({ unit }) => unit))) ?? [];
    rows.forEach((row, i) => {
      const stock = stocks[i];
      if (stock && !row.busy) row.show({ kind: 'idle', stock });
    });
  }
}

if (!customElements.get('book-shelf')) customElements.define('book-shelf', BookShelf);
