import { describe, expect, it } from 'vitest';
import { paint } from '../../src/demos/image/brush.ts';
import {
  decodeDrawing,
  drawnSoFar,
  encodeDrawing,
  inkLength,
  pathData,
  rounded,
  simplify,
  type Drawing,
  type Stroke,
} from '../../src/demos/image/strokes.ts';

const cross: Drawing = [
  [
    [20, 128],
    [236, 128],
  ],
  [
    [128, 20],
    [128, 236],
  ],
];

const circle: Stroke = Array.from({ length: 2000 }, (_, i) => {
  const angle = (i / 2000) * 2 * Math.PI;
  return [
    128 + 100 * Math.cos(angle * 40) * (i / 2000),
    128 + 100 * Math.sin(angle * 40) * (i / 2000),
  ];
});

const alpha = (drawing: Drawing, side?: number) => {
  const { width, data } = paint(drawing, side);
  return (x: number, y: number) => data[(y * width + x) * 4 + 3];
};

describe('simplifying a stroke', () => {
  it('keeps ends and corners and drops what lies between', () => {
    const line: Stroke = Array.from({ length: 50 }, (_, i) => [10.2 + i, 20.4]);
    const corner: Stroke = Array.from({ length: 50 }, (_, i) => [60, 20 + i]);
    expect(simplify([...line, ...corner])).toEqual([
      [10, 20],
      [60, 20],
      [60, 69],
    ]);
  });

  it('leaves a dot a dot and stays inside the square', () => {
    expect(simplify([[3.4, 300]])).toEqual([[3, 255]]);
    expect(simplify([])).toEqual([]);
  });

  it('never keeps more points than a link can count', () => {
    expect(simplify(circle).length).toBeLessThanOrEqual(255);
    expect(simplify(circle).length).toBeGreaterThan(50);
  });
});

describe('links', () => {
  it('bring a drawing back as it was', () => {
    const text = encodeDrawing(cross);
    expect(text).toMatch(/^[\w-]+$/);
    expect(decodeDrawing(text ?? '')).toEqual(cross);
    expect(decodeDrawing(encodeDrawing([[[7, 9]]]) ?? '')).toEqual([[[7, 9]]]);
    expect(decodeDrawing(encodeDrawing([]) ?? '')).toEqual([]);
  });

  it('refuse a drawing that is too long', () => {
    const busy = simplify(circle);
    expect(encodeDrawing(Array.from({ length: 40 }, () => busy))).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['no base64url', '中文'],
    ['padding in the middle', 'AQ=A'],
    ['a length no base64 has', 'AQIDB'],
    ['another version', btoa('\x02\x01ab')],
    ['a stroke cut short', btoa('\x01\x05ab')],
    ['a stroke without points', btoa('\x01\x00')],
    ['too much', 'A'.repeat(4001)],
  ])('with %s are no drawing', (_, text) => {
    expect(decodeDrawing(text)).toBeUndefined();
  });
});

describe('drawing again', () => {
  it('goes along the strokes at the pen’s speed', () => {
    expect(inkLength(cross)).toBe(432);
    expect(drawnSoFar(cross, 0)).toEqual([]);
    expect(drawnSoFar(cross, 100)).toEqual([
      [
        [20, 128],
        [120, 128],
      ],
    ]);
    expect(drawnSoFar(cross, 226)).toEqual([
      cross[0],
      [
        [128, 20],
        [128, 30],
      ],
    ]);
    expect(drawnSoFar(cross, 1e9)).toEqual(cross);
  });

  it('keeps whole strokes the same objects', () => {
    expect(drawnSoFar(cross, 300)[0]).toBe(cross[0]);
  });
});

describe('rounding corners', () => {
  it('keeps the ends of an open line', () => {
    const curve = rounded([
      [0, 0],
      [100, 0],
      [100, 100],
    ]);
    expect(curve.at(0)).toEqual([0, 0]);
    expect(curve.at(-1)).toEqual([100, 100]);
    expect(curve).not.toContainEqual([100, 0]);
  });

  it('leaves a line of two points alone', () => {
    expect(
      rounded([
        [0, 0],
        [9, 9],
      ]),
    ).toEqual([
      [0, 0],
      [9, 9],
    ]);
  });
});

describe('the brush', () => {
  it('paints opaque ink on a transparent square, smooth at the edge', () => {
    const at = alpha(cross);
    expect(at(60, 128)).toBe(255);
    expect(at(60, 60)).toBe(0);
    const edge = [118, 119, 120, 121, 122, 123].map((y) => at(60, y) ?? 0);
    expect(edge).toEqual(edge.toSorted((a, b) => a - b));
  });

  it('paints the same at another size', () => {
    expect(alpha(cross, 64)(15, 32)).toBe(255);
    expect(alpha(cross, 64)(15, 15)).toBe(0);
  });

  it('paints a dot, and nothing for nothing', () => {
    expect(alpha([[[50, 50]]])(50, 50)).toBe(255);
    expect(paint([]).data.every((value) => value === 0)).toBe(true);
  });
});

it('writes paths that SVG shows, a dot included', () => {
  expect(pathData(cross[0] ?? [])).toBe('M20 128L236 128');
  expect(pathData([[1.26, 2]])).toBe('M1.3 2h0');
});
