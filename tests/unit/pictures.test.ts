/** Pure pieces of the picture demos: crops, scenes, file headers, small PNGs, heat maps. */
import { inflateSync } from 'node:zlib';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { presetPicture, presets } from '../../src/demos/image-classification/presets.ts';
import {
  cropped,
  inside,
  middle,
  movable,
  panned,
  placement,
  zoomed,
} from '../../src/demos/image/crop.ts';
import { readHeader, stopsEarly } from '../../src/demos/image/file-header.ts';
import type { Pixels } from '../../src/demos/image/pixels.ts';
import { pngUrl } from '../../src/demos/image/png.ts';
import { ellipse, rectangle, sceneRaster, sceneUrl } from '../../src/demos/image/scene.ts';
import { describeHeat } from '../../src/demos/ui/heat-map.ts';

/** A picture whose red channel counts columns and whose green channel counts rows. */
function ramp(width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++)
    data.set([i % width, Math.floor(i / width), 0, 255], i * 4);
  return { width, height, data };
}

describe('a crop', () => {
  const size = { width: 200, height: 100 };

  it('is the largest square in the middle at first', () => {
    const { width, height, data } = cropped(ramp(200, 100), middle);
    expect([width, height]).toEqual([100, 100]);
    expect([...data.subarray(0, 2)]).toEqual([50, 0]);
  });

  it('stays inside the picture, whatever a link or a finger asks for', () => {
    expect(inside({ x: 0, y: 0, zoom: 1 }, size)).toEqual({ x: 0.25, y: 0.5, zoom: 1 });
    expect(inside({ x: 9, y: -9, zoom: 2 }, size)).toEqual({ x: 0.875, y: 0.25, zoom: 2 });
    expect(inside({ x: 0.5, y: 0.5, zoom: 1e9 }, size).zoom).toBe(6);
    const { x, y, zoom } = inside({ x: NaN, y: NaN, zoom: NaN }, size);
    expect([x, y, zoom].every(Number.isFinite)).toBe(true);
  });

  it('moves with the finger: dragging to the right shows what lies to the left', () => {
    expect(panned(middle, size, 0.25, 0).x).toBeCloseTo(0.375);
    expect(panned(middle, size, 0, 0.25).y).toBe(0.5);
    expect(panned(zoomed(middle, size, 2), size, 0, 0.5).y).toBeCloseTo(0.25);
  });

  it('can be moved only where there is room', () => {
    expect(movable(middle, { width: 10, height: 10 })).toBe(false);
    expect(movable(middle, size)).toBe(true);
    expect(movable({ ...middle, zoom: 1.5 }, { width: 10, height: 10 })).toBe(true);
  });

  it('shows in the frame what it gives to the model', () => {
    const crop = inside({ x: 0.6, y: 0.4, zoom: 2 }, size);
    const { width, left, top } = placement(size, crop);
    expect(width).toBeCloseTo(400);
    const { data } = cropped(ramp(200, 100), crop);
    expect([-left / 100, -top / 100].map((part) => part * 50)).toEqual([
      expect.closeTo(data[0] ?? NaN, 0),
      expect.closeTo(data[1] ?? NaN, 0),
    ]);
  });

  it('of a picture of one pixel is that pixel', () => {
    expect(cropped(ramp(1, 1), { ...middle, zoom: 6 })).toEqual(ramp(1, 1));
  });
});

describe('scenes', () => {
  const at = ({ width, data }: Pixels, x: number, y: number): number[] => [
    ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
  ];

  it('paint shapes in order, on white, with gradients and smooth edges', () => {
    const pixels = sceneRaster(
      [rectangle('#000000 #ff0000', 0, 0, 50, 100), ellipse('#00ff00', 75, 50, 20)],
      40,
    );
    expect(at(pixels, 39, 0)).toEqual([255, 255, 255, 255]);
    expect(at(pixels, 30, 20)).toEqual([0, 255, 0, 255]);
    expect(at(pixels, 5, 0)[0]).toBeLessThan(10);
    expect(at(pixels, 5, 39)[0]).toBeGreaterThan(245);
    const edge = sceneRaster([rectangle('#000000', 0, 0, 51.25, 100)], 40);
    expect(at(edge, 20, 20)[0]).toBe(128);
  });

  it('are drawn inside their picture even where they reach over its edge', () => {
    const pixels = sceneRaster([ellipse('#0000ff', 0, 0, 80)], 20);
    expect(at(pixels, 0, 0)).toEqual([0, 0, 255, 255]);
    expect(at(pixels, 19, 19)).toEqual([255, 255, 255, 255]);
  });

  it('come as SVG without anything that a URL must not hold', () => {
    expect(sceneUrl([rectangle('#123456 #ffffff', 0, 0, 10, 10)])).not.toMatch(/[<>#"]/);
  });

  it.each(presets)('$id fills its picture', (preset) => {
    const { pixels, url } = presetPicture(preset);
    expect(pixels.data).toHaveLength(pixels.width * pixels.height * 4);
    expect(new Set(pixels.data).size).toBeGreaterThan(50);
    expect(url.length).toBeLessThan(8000);
  });
});

describe('file headers', () => {
  const bytes = (...parts: (string | number[])[]): Uint8Array =>
    Uint8Array.from(
      parts.flatMap((part) =>
        typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : part,
      ),
    );
  const cases: [string, Uint8Array, object][] = [
    [
      'PNG',
      bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 2, 0, 0, 0, 1, 0]),
      { kind: 'png', width: 512, height: 256 },
    ],
    [
      'JPEG with EXIF before its frame',
      bytes([0xff, 0xd8, 0xff, 0xe1, 0, 4, 9, 9, 0xff, 0xc2, 0, 17, 8, 1, 0, 2, 0]),
      { kind: 'jpeg', width: 512, height: 256 },
    ],
    ['JPEG cut short', bytes([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff]), { kind: 'jpeg' }],
    ['GIF', bytes('GIF89a', [0, 2, 0, 1]), { kind: 'gif', width: 512, height: 256 }],
    [
      'WebP, lossless',
      bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [0, 0, 0, 0, 0x2f, 0xff, 0xc1, 0x3f, 0]),
      { kind: 'webp', width: 512, height: 256 },
    ],
    [
      'WebP, extended',
      bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0, 0xff, 1, 0, 0xff, 0, 0]),
      { kind: 'webp', width: 512, height: 256 },
    ],
    [
      'HEIC',
      bytes([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 20], 'ispe', [0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1, 0]),
      { kind: 'heic', width: 512, height: 256 },
    ],
    ['AVIF', bytes([0, 0, 0, 24], 'ftypavif'), { kind: 'avif' }],
    ['SVG', bytes('<?xml version="1.0"?>\n<svg xmlns="x">'), { kind: 'svg' }],
    ['a web page', bytes('<!doctype html><title>x</title>'), { kind: 'unknown' }],
    ['PDF', bytes('%PDF-1.7'), { kind: 'pdf' }],
    ['nothing', bytes(), { kind: 'unknown' }],
    ['noise', bytes([1, 2, 3]), { kind: 'unknown' }],
  ];
  it.each(cases)('of %s', (_, file, header) => {
    expect(readHeader(file)).toEqual(header);
  });

  const [width, height] = [24, 16];
  const data = Buffer.from(ramp(width, height).data);
  it.each([
    ['png', PNG.sync.write(Object.assign(new PNG({ width, height }), { data }))],
    ['jpeg', jpeg.encode({ width, height, data }, 90).data],
  ] as const)('tell a whole %s from one that stops early', (kind, file) => {
    expect(stopsEarly(kind, file)).toBe(false);
    expect(stopsEarly(kind, Buffer.concat([file, Buffer.from('behind it')]))).toBe(false);
    for (let length = 3; length < file.length - 8; length++)
      expect(stopsEarly(kind, file.subarray(0, length))).toBe(true);
  });
});

describe('small PNGs', () => {
  it('hold the pixels', () => {
    const plane = { width: 3, height: 2, data: Float64Array.of(0, 0.5, 1, 1, 0, 0) };
    const png = Buffer.from(pngUrl([plane]).replace('data:image/png;base64,', ''), 'base64');
    expect(png.readUInt32BE(16)).toBe(3);
    const at = png.indexOf('IDAT') + 4;
    expect([...inflateSync(png.subarray(at, at + png.readUInt32BE(at - 8)))]).toEqual([
      ...[0, 0, 128, 255],
      ...[0, 255, 0, 0],
    ]);
  });
});

describe('a heat map in words', () => {
  const drops = (at: number, value: number): number[] =>
    Array.from({ length: 64 }, (_, i) => (i === at ? value : 0));
  it.each([
    [0, '左上角'],
    [4, '上边'],
    [7, '右上角'],
    [32, '左边'],
    [36, '正中'],
    [63, '右下角'],
  ])('names the place of cell %i', (at, place) => {
    expect(describeHeat(drops(at, 0.4))).toContain(`盖住${place}的一块影响最大`);
  });

  it('says when nothing matters or nothing is known', () => {
    expect(describeHeat(drops(0, 0))).toContain('几乎不变');
    expect(describeHeat(undefined)).toBe('还没有算。');
  });
});
