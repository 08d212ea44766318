/** A square to draw in with mouse, finger or pen. The drawing is SVG: sharp at any size, also in print. */
import { html, svg, type TemplateResult } from 'lit';
import { PEN, SIDE, pathData, type Drawing, type Point } from '../image/strokes.ts';

/** What the pen does, in the units of drawings. */
export interface Pen {
  down(point: Point): void;
  move(points: readonly Point[]): void;
  up(): void;
}

/** What the pad does with the pointer. */
export interface PenHandlers {
  down(event: PointerEvent): void;
  move(event: PointerEvent): void;
  up(event: PointerEvent): void;
}

/** Handlers that follow one pointer at a time: a palm or a second finger does not draw. */
export function penHandlers(pen: Pen): PenHandlers {
  let drawing: number | undefined;
  return {
    down(event) {
      if (drawing !== undefined || event.button !== 0) return;
      drawing = event.pointerId;
      const pad = event.currentTarget as Element;
      pad.setPointerCapture(event.pointerId);
      pen.down(place(event, pad));
    },
    move(event) {
      if (event.pointerId !== drawing) return;
      const pad = event.currentTarget as Element;
      // Several positions between two frames arrive as one event; without them a quick stroke gets corners.
      // Browsers have them in secure contexts only.
      const coalesced = event.getCoalescedEvents as (() => PointerEvent[]) | undefined;
      const events = coalesced?.call(event) ?? [];
      pen.move((events.length > 0 ? events : [event]).map((each) => place(each, pad)));
    },
    up(event) {
      if (event.pointerId !== drawing) return;
      drawing = undefined;
      pen.up();
    },
  };
}

function place(event: PointerEvent, pad: Element): Point {
  const { left, top, width, height } = pad.getBoundingClientRect();
  const inside = (value: number): number => Math.min(SIDE, Math.max(0, value * SIDE));
  return [inside((event.clientX - left) / width), inside((event.clientY - top) / height)];
}

/** The pad. @param label what a screen reader hears of it. @param pen missing where nobody can draw yet. */
export function drawingPad(drawing: Drawing, label: string, pen?: PenHandlers): TemplateResult {
  return html`<div
    class="demo-pad"
    role="img"
    aria-label=${label}
    @pointerdown=${pen?.down}
    @pointermove=${pen?.move}
    @pointerup=${pen?.up}
    @pointercancel=${pen?.up}
  >
    ${ink(drawing)}
  </div>`;
}

/** A drawing as a picture. */
export function ink(drawing: Drawing): TemplateResult {
  return html`<svg viewBox="0 0 ${SIDE} ${SIDE}" stroke-width=${PEN} aria-hidden="true">
    ${drawing.map((stroke) => svg`<path d=${pathData(stroke)} />`)}
  </svg>`;
}
