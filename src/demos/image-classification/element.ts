import type { PropertyValues, TemplateResult } from 'lit';
import { cropped, inside, middle, type Crop } from '../image/crop.ts';
import type { Pixels } from '../image/pixels.ts';
import { DemoElement } from '../ui/demo-element.ts';
import { frameHandlers } from '../ui/image-input.ts';
import type { Label } from '../ui/labels.ts';
import {
  closeCamera,
  discard,
  fileIn,
  openCamera,
  PhotoError,
  readPhoto,
  toPhoto,
  type Photo,
} from '../ui/photo.ts';
import { classifyPicture, heat, MODEL, seenPicture } from './classify.ts';
import { readLink, writeLink } from './link.ts';
import { presetPicture, presets, type Preset } from './presets.ts';
import type { Recorded } from './recorded.ts';
import { strings } from './strings.ts';
import { view, type Actions, type Result } from './view.ts';

/** Milliseconds of rest before the heat map is worked out: it takes longer than the answer. */
const HEAT_PAUSE = 200;

/** What is on show, and which square of it. */
interface Shown {
  readonly preset: Preset | undefined;
  readonly pixels: Pixels;
  readonly url: string;
  readonly crop: Crop;
}

/** The live demo `image-classification`. */
export default class ImageClassificationDemo extends DemoElement<Result> {
  protected override readonly models = [MODEL];
  #labels: readonly Label[] = [];
  #side = 32;
  #shown: Shown = fromPreset(presets[0]);
  /** What `result` belongs to. */
  #answered: Shown | undefined = this.#shown;
  #seen: { readonly of: Shown; readonly picture: string } | undefined;
  #photo: Photo | undefined;
  #camera: MediaStream | undefined;
  #dropping = false;
  /** Counts pictures asked for, so that a slow one does not replace a later one. */
  #request = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('paste', this.#paste);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('paste', this.#paste);
    this.#stopCamera();
    this.#request++;
    discard(this.#photo);
    this.#photo = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('recorded')) {
      const { result, labels, side } = JSON.parse(this.recorded) as Recorded;
      this.result = result;
      this.#labels = labels;
      this.#side = side;
    }
    if (changed.has('state') && this.state) this.#restore(this.state);
  }

  #restore(state: string): void {
    const restored = readLink(state);
    if (!restored) {
      this.remark = strings.unreadableLink;
      return;
    }
    const shown = fromPreset(restored.preset);
    this.#show({ ...shown, crop: inside(restored.crop, shown.pixels) });
  }

  protected override async *compute(
    signal: AbortSignal,
  ): AsyncGenerator<{ result: Result; milliseconds: number }> {
    const shown = this.#shown;
    const pixels = cropped(shown.pixels, shown.crop);
    const timing = { milliseconds: 0 };
    const runner = await this.runner(MODEL, { signal }, timing);
    const answer = await classifyPicture(runner, pixels);
    const { milliseconds } = timing;
    this.#answered = shown;
    yield { result: { answer }, milliseconds };
    await new Promise((resolve) => setTimeout(resolve, HEAT_PAUSE));
    yield { result: { answer, heat: await heat(runner, pixels, answer) }, milliseconds };
  }

  protected override render(): TemplateResult {
    const shown = this.#shown;
    return view(
      {
        phase: this.phase,
        bytes: this.bytes,
        preset: shown.preset,
        input: {
          url: shown.url,
          size: shown.pixels,
          crop: shown.crop,
          alt: shown.preset?.title ?? strings.ownPicture,
          camera: this.#camera,
          dropping: this.#dropping,
        },
        seen: this.#picture(),
        side: this.#side,
        result: this.result ?? {},
        stale: !this.live && this.#answered !== shown,
        labels: this.#labels,
        moving: this.#answered !== shown,
        copied: this.copied,
        remark: this.remark,
      },
      this.#actions,
    );
  }

  #picture(): string {
    const of = this.#shown;
    if (this.#seen?.of !== of)
      this.#seen = { of, picture: seenPicture(of.pixels, of.crop, this.#side) };
    return this.#seen.picture;
  }

  readonly #actions: Actions = {
    ...this.actions,
    choose: (preset) => this.#show(fromPreset(preset)),
    open: (file) => void this.#open(file),
    startCamera: () => void this.#startCamera(),
    stopCamera: () => this.#stopCamera(),
    shoot: (video) => void this.#shoot(video),
    setCrop: (crop) => this.#setCrop(crop),
    setDropping: (dropping) => {
      if (this.#dropping === dropping) return;
      this.#dropping = dropping;
      this.requestUpdate();
    },
    frame: frameHandlers(
      () => ({ crop: this.#shown.crop, size: this.#shown.pixels }),
      (crop) => this.#setCrop(crop),
    ),
    copyLink: () => {
      const { preset, crop } = this.#shown;
      if (preset) void this.copyLink(writeLink({ preset, crop }));
    },
  };

  #setCrop(crop: Crop): void {
    this.#change({ ...this.#shown, crop });
  }

  /** Shows another picture; the photo before it, if any, is let go. */
  #show(shown: Shown, photo?: Photo): void {
    this.#request++;
    this.#stopCamera();
    discard(this.#photo);
    this.#photo = photo;
    this.#change(shown);
  }

  #change(shown: Shown): void {
    this.#shown = shown;
    this.inputChanged();
    this.keepUp();
  }

  async #open(file: Blob | undefined): Promise<void> {
    if (!file) return this.say(strings.noFile);
    this.say(strings.opening);
    await this.#use(readPhoto(file));
  }

  async #shoot(video: HTMLVideoElement): Promise<void> {
    if (video.videoWidth === 0) return this.say(strings.cameraNotReady);
    await this.#use(toPhoto(video, video.videoWidth, video.videoHeight));
    // The button that had the focus is gone; the picture has taken its place.
    await this.updateComplete;
    if (document.activeElement === document.body)
      this.querySelector<HTMLElement>('.demo-window')?.focus({ preventScroll: true });
  }

  /** Shows a photo once it is there, unless the reader has asked for another picture since. */
  async #use(photo: Promise<Photo>): Promise<void> {
    const request = ++this.#request;
    try {
      const ready = await photo;
      if (request !== this.#request) return discard(ready);
      const { pixels, url } = ready;
      this.#show({ preset: undefined, pixels, url, crop: middle }, ready);
    } catch (error) {
      if (request === this.#request) this.say(messageOf(error));
    }
  }

  async #startCamera(): Promise<void> {
    const request = ++this.#request;
    try {
      const camera = await openCamera();
      if (request !== this.#request) return closeCamera(camera);
      this.#camera = camera;
      this.say('');
    } catch (error) {
      this.say(messageOf(error));
    }
  }

  #stopCamera(): void {
    closeCamera(this.#camera);
    this.#camera = undefined;
    this.requestUpdate();
  }

  /** A picture pasted anywhere but into a text field goes to the demo in sight. */
  readonly #paste = (event: ClipboardEvent): void => {
    const target = event.target as Element | null;
    const file = fileIn(event.clipboardData);
    if (!file || target?.closest('input, textarea, [contenteditable]')) return;
    const { top, bottom } = this.getBoundingClientRect();
    const inSight = top < innerHeight && bottom > 0;
    if (!this.contains(target) && !inSight) return;
    event.preventDefault();
    void this.#open(file);
  };
}

function fromPreset(preset: Preset): Shown {
  return { preset, ...presetPicture(preset), crop: middle };
}

function messageOf(error: unknown): string {
  return error instanceof PhotoError ? error.message : strings.cannotOpen;
}
