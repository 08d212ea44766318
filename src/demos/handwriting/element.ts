import type { PropertyValues, TemplateResult } from 'lit';
import type { Runner } from '../../inference/pipeline.ts';
import type { ImageResult } from '../image/classes.ts';
import { drawnSoFar, inkLength, simplify, type Drawing, type Stroke } from '../image/strokes.ts';
import { DemoElement } from '../ui/demo-element.ts';
import { penHandlers } from '../ui/drawing-pad.ts';
import type { Label } from '../ui/labels.ts';
import { readLink, writeLink } from './link.ts';
import type { HandwritingParameters } from './pipeline.ts';
import { presets } from './presets.ts';
import { MODEL, recognise, seenPicture, stages } from './recognise.ts';
import type { Recorded } from './recorded.ts';
import { strings } from './strings.ts';
import { view, type Actions } from './view.ts';

/** How fast a sample is drawn, in units of drawings per second. */
const SPEED = 380;
/** Closer positions of the pen than this add nothing. */
const STEP = 1.5;

/** The answer for the drawing on show; none while there is no stroke. */
type Result = ImageResult | undefined;

/** The live demo `handwriting`. */
export default class HandwritingDemo extends DemoElement<Result> {
  protected override readonly models = [MODEL];
  #labels: readonly Label[] = [];
  #parameters: HandwritingParameters | undefined;
  #drawing: Drawing = [];
  #shown: Drawing = [];
  /** Answers by the stroke that was drawn last: a stroke belongs to one drawing only. */
  #answers = new WeakMap<Stroke, ImageResult>();
  /** Whether `#answers` were computed here, not recorded. */
  #own = false;
  /** Of the latest run on the drawing on show. */
  readonly #timing = { milliseconds: 0 };
  #penDown = false;
  #frame: number | undefined;
  #seen: { readonly drawing: Drawing; readonly picture: string } | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('recorded')) {
      const { answers, labels, parameters } = JSON.parse(this.recorded) as Recorded;
      this.#labels = labels;
      this.#parameters = parameters;
      this.#drawing = this.#shown = presets[0]?.drawing ?? [];
      for (const [i, stroke] of this.#drawing.entries()) {
        const answer = answers[i];
        if (answer) this.#answers.set(stroke, answer);
      }
    }
    if (changed.has('state') && this.state) this.#restore(this.state);
  }

  #restore(state: string): void {
    const drawing = readLink(state);
    if (drawing) this.#show(drawing);
    else this.remark = strings.unreadableLink;
  }

  protected override async *compute(
    signal: AbortSignal,
  ): AsyncGenerator<{ result: Result; milliseconds: number }> {
    const newest = this.#shown;
    if (newest.length === 0) {
      yield { result: undefined, ...this.#timing };
      return;
    }
    const answers = this.#own ? this.#answers : new WeakMap<Stroke, ImageResult>();
    await learn(answers, [newest], await this.runner(MODEL, { signal }, this.#timing));
    this.#answers = answers;
    this.#own = true;
    const { milliseconds } = this.#timing;
    yield { result: answerIn(answers, newest), milliseconds };
    await learn(answers, stages(this.#drawing), await this.runner(MODEL, { signal }));
    yield { result: answerIn(answers, newest), milliseconds };
  }

  protected override render(): TemplateResult {
    // While the pen moves, the last answer stays until the next one comes.
    const answer = answerIn(this.#answers, this.#shown) ?? (this.#moving ? this.result : undefined);
    return view(
      {
        phase: this.phase,
        bytes: this.bytes,
        drawing: this.#drawing,
        shown: this.#shown,
        seen: this.#picture(),
        // While a sample is being drawn, its later strokes are not given away.
        answers: this.#drawing.map((stroke) =>
          this.#frame === undefined || this.#shown.includes(stroke)
            ? this.#answers.get(stroke)
            : undefined,
        ),
        answer,
        labels: this.#labels,
        moving: this.#moving,
        copied: this.copied,
        remark: this.remark,
      },
      this.#actions,
    );
  }

  /** Keeps the step on show in sight; the strip scrolls sideways. */
  protected override updated(): void {
    const step = this.querySelector<HTMLElement>('.demo-step[aria-pressed=true]');
    const strip = step?.closest('ol');
    if (!step || !strip || strip.scrollWidth <= strip.clientWidth) return;
    const [left, right] = [step.offsetLeft, step.offsetLeft + step.offsetWidth];
    if (left < strip.scrollLeft) strip.scrollLeft = left;
    else if (right > strip.scrollLeft + strip.clientWidth)
      strip.scrollLeft = right - strip.clientWidth;
  }

  get #moving(): boolean {
    return this.#penDown || this.#frame !== undefined;
  }

  #picture(): string {
    if (!this.#parameters) return '';
    if (this.#seen?.drawing !== this.#shown)
      this.#seen = {
        drawing: this.#shown,
        picture: seenPicture(this.#shown, this.#parameters),
      };
    return this.#seen.picture;
  }

  readonly #actions: Actions = {
    ...this.actions,
    pen: penHandlers({
      down: (point) => {
        this.#penDown = true;
        // Nobody means to write over a sample. Once a stroke of it is undone, it is the reader's own.
        const isSample = presets.some(({ drawing }) => drawing === this.#drawing);
        this.#show([...(isSample ? [] : this.#shown), [point]]);
      },
      move: (points) => {
        const last = this.#shown.at(-1) ?? [];
        const stroke = [...last];
        for (const point of points) {
          const [x, y] = stroke.at(-1) ?? point;
          if (Math.hypot(point[0] - x, point[1] - y) >= STEP) stroke.push(point);
        }
        if (stroke.length > last.length) this.#show([...this.#shown.slice(0, -1), stroke]);
      },
      up: () => {
        this.#penDown = false;
        const last = this.#shown.at(-1);
        if (last) this.#show([...this.#shown.slice(0, -1), simplify(last)]);
      },
    }),
    choose: ({ drawing }) => this.#play(drawing),
    undo: () => this.#show(this.#shown.slice(0, -1)),
    clear: () => this.#show([]),
    replay: () => this.#play(this.#drawing),
    lookBack: (count) => this.#show(this.#drawing.slice(0, count), this.#drawing),
    copyLink: () => void this.copyLink(writeLink(this.#drawing), strings.tooManyStrokes),
  };

  /** Shows a drawing, or the first strokes of one, and has it recognised. */
  #show(shown: Drawing, drawing = shown): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#drawing = drawing;
    this.#advance(shown);
  }

  #advance(shown: Drawing): void {
    this.#shown = shown;
    this.inputChanged();
    this.keepUp();
  }

  /** Draws `drawing` as a hand would; at once where the reader wants less motion. */
  #play(drawing: Drawing): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return this.#show(drawing);
    this.#show([], drawing);
    const length = inkLength(drawing);
    const start = performance.now();
    const frame = (now: number): void => {
      const drawn = (Math.max(0, now - start) / 1000) * SPEED;
      this.#frame = drawn < length ? requestAnimationFrame(frame) : undefined;
      this.#advance(drawn < length ? drawnSoFar(drawing, drawn) : drawing);
    };
    this.#frame = requestAnimationFrame(frame);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }
}

function answerIn(
  answers: WeakMap<Stroke, ImageResult>,
  drawing: Drawing,
): ImageResult | undefined {
  const last = drawing.at(-1);
  return last && answers.get(last);
}

/** Has those of `drawings` recognised that `answers` does not know. */
async function learn(
  answers: WeakMap<Stroke, ImageResult>,
  drawings: readonly Drawing[],
  runner: Runner,
): Promise<void> {
  const unknown = drawings.filter((drawing) => !answerIn(answers, drawing));
  if (unknown.length === 0) return;
  const results = await recognise(runner, unknown);
  for (const [i, drawing] of unknown.entries()) {
    const [stroke, result] = [drawing.at(-1), results[i]];
    if (stroke && result) answers.set(stroke, result);
  }
}
