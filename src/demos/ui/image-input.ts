/** Gets a picture from the reader and lets them choose a square of it. */
import { html, nothing, type TemplateResult } from 'lit';
import {
  inside,
  MOST_ZOOM,
  movable,
  panned,
  placement,
  zoomed,
  type Crop,
  type Size,
} from '../image/crop.ts';
import { strings } from './image-strings.ts';
import { fileIn } from './photo.ts';

/** The picture on show, and how the reader is choosing another. */
export interface ImageInputState {
  /** Address of the picture. */
  readonly url: string;
  readonly size: Size;
  readonly crop: Crop;
  /** What the picture shows, in words. */
  readonly alt: string;
  /** The camera's picture while it is on. */
  readonly camera: MediaStream | undefined;
  /** Whether a file hovers over the frame. */
  readonly dropping: boolean;
}

/** What a reader can do with it. */
export interface ImageInputActions {
  open(file: File | undefined): void;
  startCamera(): void;
  stopCamera(): void;
  /** Takes the picture that the camera shows now. */
  shoot(video: HTMLVideoElement): void;
  setCrop(crop: Crop): void;
  setDropping(dropping: boolean): void;
  readonly frame: FrameHandlers;
}

/** What the frame does with pointer, wheel and keys. */
export interface FrameHandlers {
  down(event: PointerEvent): void;
  move(event: PointerEvent): void;
  up(event: PointerEvent): void;
  wheel(event: WheelEvent): void;
  key(event: KeyboardEvent): void;
}

/** How far a key moves the picture, in sides of the frame, and how much it enlarges it. */
const KEY_STEP = 0.05;
const KEY_ZOOM = 1.15;

/** Handlers that move the picture under its frame: dragging, pinching, Ctrl and wheel, arrows, + and −. */
export function frameHandlers(
  current: () => { readonly crop: Crop; readonly size: Size },
  setCrop: (crop: Crop) => void,
): FrameHandlers {
  const pointers = new Map<number, { x: number; y: number }>();
  const spread = (): number => {
    const [a, b] = [...pointers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  return {
    down(event) {
      if (event.button !== 0) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    move(event) {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const { crop, size } = current();
      const frame = (event.currentTarget as Element).clientWidth || 1;
      const wide = spread();
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      // With two fingers each of them moves the picture half.
      const share = pointers.size > 1 ? 2 : 1;
      const dx = (event.clientX - before.x) / frame / share;
      const dy = (event.clientY - before.y) / frame / share;
      const zoom = wide > 0 ? (crop.zoom * spread()) / wide : crop.zoom;
      setCrop(panned(zoomed(crop, size, zoom), size, dx, dy));
    },
    up(event) {
      pointers.delete(event.pointerId);
    },
    wheel(event) {
      // A plain wheel scrolls the page; a pinch on a touchpad arrives as a wheel with Ctrl.
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { crop, size } = current();
      setCrop(zoomed(crop, size, crop.zoom * Math.exp(-event.deltaY / 200)));
    },
    key(event) {
      const { crop, size } = current();
      const moves: Readonly<Record<string, Crop>> = {
        ArrowLeft: panned(crop, size, KEY_STEP, 0),
        ArrowRight: panned(crop, size, -KEY_STEP, 0),
        ArrowUp: panned(crop, size, 0, KEY_STEP),
        ArrowDown: panned(crop, size, 0, -KEY_STEP),
        '+': zoomed(crop, size, crop.zoom * KEY_ZOOM),
        '=': zoomed(crop, size, crop.zoom * KEY_ZOOM),
        '-': zoomed(crop, size, crop.zoom / KEY_ZOOM),
      };
      const moved = moves[event.key];
      if (!moved || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      setCrop(moved);
    },
  };
}

/** Buttons that bring a picture in. */
export function imageButtons(
  { camera }: ImageInputState,
  actions?: ImageInputActions,
): TemplateResult {
  return html`<p class="demo-tools">
    <label class="demo-button">
      ${strings.choose}<input
        class="sr-only"
        type="file"
        accept="image/*"
        ?disabled=${!actions}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          actions?.open(input.files?.[0]);
          input.value = '';
        }}
      />
    </label>
    <button
      type="button"
      class="demo-button"
      ?disabled=${!actions}
      @click=${() => (camera ? actions?.stopCamera() : actions?.startCamera())}
    >
      ${camera ? strings.stopCamera : strings.startCamera}
    </button>
    <span class="demo-hint">${strings.dropHint}</span>
  </p>`;
}

/** The picture in its square frame; what is inside is what the model gets. */
export function imageFrame(state: ImageInputState, actions?: ImageInputActions): TemplateResult {
  const { dropping, size, crop, camera } = state;
  const held = movable(crop, size) ? 'movable' : '';
  return html`<div
      class="demo-frame ${held} ${dropping ? 'dropping' : ''}"
      @dragover=${(event: DragEvent) => {
        if (!actions) return;
        event.preventDefault();
        actions.setDropping(true);
      }}
      @dragleave=${() => actions?.setDropping(false)}
      @drop=${(event: DragEvent) => {
        if (!actions) return;
        event.preventDefault();
        actions.setDropping(false);
        actions.open(fileIn(event.dataTransfer));
      }}
    >
      ${camera ? viewfinder(camera, actions) : picture(state, actions)}
    </div>
    <div class="demo-controls demo-zoom">
      <label
        >${strings.zoom}
        <input
          type="range"
          min="1"
          max=${MOST_ZOOM}
          step="0.05"
          ?disabled=${!actions || camera !== undefined}
          .value=${String(crop.zoom)}
          @input=${(event: Event) => {
            const zoom = Number((event.target as HTMLInputElement).value);
            actions?.setCrop(zoomed(crop, size, zoom));
          }}
      /></label>
      <span class="demo-hint">${strings.zoomHint}</span>
    </div>`;
}

function picture(
  { url, size, crop, alt }: ImageInputState,
  actions?: ImageInputActions,
): TemplateResult {
  const { width, left, top } = placement(size, inside(crop, size));
  const handlers = actions?.frame;
  return html`<div
    class="demo-window"
    role="application"
    aria-roledescription=${strings.frame}
    aria-label=${strings.frameLabel(alt)}
    tabindex=${actions ? 0 : nothing}
    @pointerdown=${handlers?.down}
    @pointermove=${handlers?.move}
    @pointerup=${handlers?.up}
    @pointercancel=${handlers?.up}
    @wheel=${handlers?.wheel}
    @keydown=${handlers?.key}
  >
    <img
      src=${url}
      alt=${alt}
      draggable="false"
      width=${size.width}
      height=${size.height}
      style="width: ${width.toFixed(2)}%; left: ${left.toFixed(2)}%; top: ${top.toFixed(2)}%"
    />
  </div>`;
}

function viewfinder(camera: MediaStream, actions?: ImageInputActions): TemplateResult {
  const video = (event: Event): HTMLVideoElement | null | undefined =>
    (event.currentTarget as Element).parentElement?.querySelector('video');
  return html`<video autoplay muted playsinline .srcObject=${camera}></video>
    <button
      type="button"
      class="demo-button primary"
      @click=${(event: Event) => {
        const shown = video(event);
        if (shown) actions?.shoot(shown);
      }}
    >
      ${strings.shoot}
    </button>`;
}
