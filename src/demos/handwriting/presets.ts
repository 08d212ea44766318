/** Drawings of our own: each numeral once as people draw it, and a few that mislead. */
import { rounded, simplify, type Drawing, type Point } from '../image/strokes.ts';
import { strings } from './strings.ts';

/** A drawing to start from. */
export interface Preset {
  readonly id: string;
  /** On its button: the numeral, or what is wrong with it. */
  readonly title: string;
  readonly misleads: boolean;
  readonly drawing: Drawing;
}

/** Strokes in the order of writing, each as x, y, x, y …; the corners get rounded. */
function preset(id: string, title: string, ...strokes: readonly number[][]): Preset {
  const drawing = strokes.map((numbers) => simplify(rounded(points(numbers))));
  return { id, title, misleads: id in strings.misleading, drawing };
}

function points(numbers: readonly number[]): Point[] {
  return numbers.flatMap((y, i): Point[] => (i % 2 === 1 ? [[numbers[i - 1] ?? 0, y]] : []));
}

/** The first one is recorded at build time. */
export const presets: readonly Preset[] = [
  preset(
    'hundred',
    '百',
    [38, 44, 220, 38],
    [126, 44, 112, 70, 98, 88],
    [70, 94, 72, 228],
    [70, 94, 190, 90, 188, 226],
    [72, 156, 186, 152],
    [72, 218, 186, 214],
  ),
  preset(
    'zero',
    '零',
    [78, 38, 176, 34],
    [48, 62, 42, 92],
    [48, 64, 208, 58, 196, 84],
    [126, 38, 126, 116],
    [76, 78, 98, 86],
    [74, 100, 96, 108],
    [150, 74, 174, 82],
    [150, 96, 174, 104],
    [128, 118, 98, 146, 46, 170],
    [128, 118, 166, 148, 214, 164],
    [118, 148, 136, 162],
    [86, 180, 164, 176, 130, 218],
    [114, 200, 144, 236],
  ),
  preset('one', '一', [36, 136, 120, 126, 220, 130]),
  preset('two', '二', [80, 88, 176, 82], [38, 186, 130, 178, 222, 184]),
  preset('three', '三', [70, 62, 184, 56], [84, 128, 170, 122], [34, 204, 130, 196, 224, 202]),
  preset(
    'four',
    '四',
    [52, 72, 62, 200],
    [52, 72, 206, 66, 196, 196],
    [102, 74, 100, 112, 76, 146],
    [148, 72, 148, 126, 158, 136, 186, 134],
    [62, 194, 194, 190],
  ),
  preset(
    'five',
    '五',
    [64, 56, 192, 50],
    [122, 56, 96, 208],
    [74, 126, 176, 118, 164, 206],
    [28, 214, 228, 206],
  ),
  preset(
    'six',
    '六',
    [120, 34, 138, 66],
    [34, 102, 222, 94],
    [98, 132, 78, 178, 40, 222],
    [152, 130, 184, 168, 214, 216],
  ),
  preset(
    'seven',
    '七',
    [34, 128, 224, 98],
    [112, 40, 112, 180, 126, 206, 160, 212, 206, 206, 216, 172],
  ),
  preset('eight', '八', [102, 66, 88, 130, 38, 206], [140, 52, 162, 124, 222, 208]),
  preset(
    'nine',
    '九',
    [108, 34, 102, 110, 78, 172, 36, 222],
    [44, 98, 166, 88, 162, 176, 176, 208, 214, 212, 224, 180],
  ),
  preset('ten', '十', [32, 122, 224, 114], [128, 32, 128, 226]),
  preset('thousand', '千', [176, 34, 130, 56, 70, 68], [30, 128, 226, 118], [128, 58, 128, 230]),
  preset(
    'ten-thousand',
    '万',
    [34, 56, 222, 48],
    [108, 110, 194, 102, 186, 196, 172, 214, 150, 204],
    [112, 54, 106, 116, 86, 176, 40, 224],
  ),
  preset(
    'hundred-million',
    '亿',
    [90, 30, 64, 88, 26, 134],
    [64, 90, 64, 228],
    [108, 64, 204, 56, 150, 124, 116, 190, 124, 216, 160, 222, 212, 216, 222, 178],
  ),
  preset(
    'stray',
    strings.misleading.stray,
    [80, 88, 176, 82],
    [38, 186, 130, 178, 222, 184],
    [112, 128, 150, 136],
  ),
  preset('flick', strings.misleading.flick, [32, 122, 224, 114], [164, 40, 128, 52, 128, 226]),
  preset(
    'ring',
    strings.misleading.ring,
    [128, 36, 190, 52, 214, 122, 190, 196, 128, 222, 66, 198, 42, 128, 64, 56, 128, 36],
  ),
  preset(
    'man',
    strings.misleading.man,
    [134, 40, 112, 130, 40, 216],
    [124, 104, 160, 160, 224, 212],
  ),
];
