/** Pictures of our own, drawn in code: some of the ten classes, some of none, some that mislead. */
import type { Pixels } from '../image/pixels.ts';
import {
  blob,
  ellipse,
  polygon,
  rectangle,
  sceneRaster,
  sceneUrl,
  type Scene,
} from '../image/scene.ts';
import { strings } from './strings.ts';

/** A drawn scene to start from. */
export interface Preset {
  readonly id: string;
  /** What it shows. */
  readonly title: string;
  readonly misleads: boolean;
  readonly scene: Scene;
}

/** Pixels on a side: four for each that the model sees. */
const SIDE = 128;

const sky = rectangle('#5f9fdc #c9e2f4', 0, 0, 100, 100);

const airplane: Scene = [
  sky,
  blob('#f4f8fc #dce8f2', 2, 84, 14, 76, 30, 82, 46, 78, 60, 86, 52, 94, 20, 95),
  polygon('#c3322f', 80, 45, 93, 21, 99, 21, 93, 47),
  polygon('#9aa4b0', 43, 45, 62, 27, 68, 27, 60, 46),
  blob(
    '#fbfbfc #a3adb8',
    3,
    52,
    8,
    46,
    22,
    43,
    60,
    42,
    88,
    43,
    98,
    46,
    92,
    51,
    60,
    57,
    22,
    58,
    8,
    56,
  ),
  polygon('#b9c1ca #8a949f', 40, 52, 62, 54, 76, 84, 66, 84),
  polygon('#aeb7c1', 84, 48, 92, 50, 98, 59, 92, 59),
  polygon('#2d3a49', 7, 47, 14, 44.5, 16, 48, 8, 49),
  ...[24, 31, 38, 45, 52, 59, 66, 73].map((x) => ellipse('#47566a', x, 48, 1.4, 1.6)),
  ellipse('#6b7683', 53, 64, 6, 3),
];

const ship: Scene = [
  rectangle('#a8cbe8 #dcebf5', 0, 0, 100, 62),
  rectangle('#3f77a8 #16395f', 0, 60, 100, 40),
  polygon('#f7f7f5 #d8dcdf', 30, 46, 33, 30, 74, 30, 78, 46),
  polygon('#fdfdfc #e3e6e8', 40, 30, 42, 20, 66, 20, 68, 30),
  polygon('#d23b2d #8f1f18', 50, 20, 51, 8, 60, 8, 61, 20),
  rectangle('#39434f', 44, 23, 18, 3),
  ...[36, 43, 50, 57, 64, 71].map((x) => ellipse('#3f4c5a', x, 38, 1.6)),
  polygon('#2a2f3a #14171d', 6, 46, 94, 46, 84, 66, 16, 66),
  polygon('#a02a22', 14, 62, 86, 62, 84, 67, 16, 67),
  rectangle('#e9eef2', 8, 46, 85, 1.6),
  blob('#e6f0f7', 2, 69, 16, 65, 30, 69, 14, 71),
  blob('#e6f0f7', 70, 69, 84, 65, 98, 69, 84, 71),
];

const road: Scene = [
  rectangle('#b9cddb #e6ecef', 0, 0, 100, 52),
  blob('#6d8a5e #4e6b45', -10, 54, 10, 38, 34, 46, 58, 36, 84, 44, 110, 40, 110, 60, -10, 60),
  rectangle('#8b8c8e #5c5d60', 0, 54, 100, 46),
];

const automobile: Scene = [
  ...road,
  ellipse('#2d2e31', 50, 79, 44, 4),
  blob(
    '#d8423a #8e1f1b',
    5,
    66,
    8,
    56,
    24,
    52,
    34,
    36,
    66,
    35,
    80,
    50,
    94,
    55,
    96,
    70,
    90,
    76,
    10,
    76,
  ),
  polygon('#b8d3e2 #6f8ba0', 29, 51, 37, 39, 49, 39, 49, 51),
  polygon('#b8d3e2 #6f8ba0', 53, 51, 53, 39, 65, 39, 74, 51),
  rectangle('#6d1613', 50, 52, 1.2, 20),
  ellipse('#fdf3c8', 92, 60, 3, 2.4),
  ellipse('#f2a33a', 7, 60, 2, 2),
  ...[25, 75].flatMap((x) => [
    ellipse('#17181a', x, 75, 10.5),
    ellipse('#b9bdc2 #7d8288', x, 75, 5.5),
    ellipse('#3b3e42', x, 75, 1.8),
  ]),
];

const truck: Scene = [
  ...road,
  ellipse('#2d2e31', 50, 84, 48, 4),
  rectangle('#f4f2ea #cfccc0', 3, 20, 62, 54),
  rectangle('#c8842c', 3, 40, 62, 9),
  polygon('#2f6db3 #184073', 67, 74, 67, 34, 84, 34, 95, 52, 97, 74),
  polygon('#bcd6e6 #7d9cb2', 71, 51, 71, 39, 82, 39, 90, 51),
  rectangle('#2a2c2f', 2, 72, 96, 5),
  ellipse('#fdf3c8', 95, 65, 2, 2.6),
  ...[16, 34, 82].flatMap((x) => [
    ellipse('#141517', x, 79, 9),
    ellipse('#aeb2b7 #72777d', x, 79, 4.4),
  ]),
];

const bird: Scene = [
  rectangle('#b9d3a6 #7fa56b', 0, 0, 100, 100),
  blob('#97b984', 60, 0, 100, 0, 100, 40, 78, 30),
  blob('#8db078', 0, 60, 22, 52, 30, 80, 10, 100, 0, 100),
  blob('#6b4a2e #4a3320', -4, 82, 40, 76, 104, 72, 104, 79, 40, 84, -4, 90),
  blob('#5b4030', 4, 72, 8, 62, 34, 56, 40, 64, 20, 70),
  blob(
    '#c98b4f #8d5a30',
    22,
    60,
    34,
    44,
    52,
    36,
    62,
    24,
    76,
    20,
    84,
    30,
    82,
    44,
    74,
    62,
    56,
    74,
    34,
    72,
  ),
  blob('#f0dcc0 #d9b98e', 62, 50, 72, 40, 80, 44, 74, 60, 60, 70, 52, 68),
  blob('#6f4a2c #4f331e', 26, 60, 40, 46, 58, 48, 56, 58, 42, 66, 30, 66),
  polygon('#e2a32f', 83, 28, 95, 33, 83, 36),
  ellipse('#15120f', 76, 29, 2.2),
  ellipse('#ffffff', 76.6, 28.3, 0.7),
  rectangle('#8a5a20', 50, 72, 1.6, 8),
  rectangle('#8a5a20', 58, 72, 1.6, 8),
];

const horse: Scene = [
  rectangle('#a9cdea #e2eef6', 0, 0, 100, 58),
  blob('#7a9a68', -6, 58, 20, 48, 50, 54, 80, 46, 106, 56, 106, 64, -6, 64),
  rectangle('#86a758 #5d7e38', 0, 58, 100, 42),
  polygon('#5a341d #452613', 24, 58, 31, 58, 30, 92, 25, 92),
  polygon('#5a341d #452613', 60, 58, 66, 58, 65, 92, 60, 92),
  blob('#8a5430 #5e361d', 16, 46, 28, 38, 50, 40, 62, 36, 72, 44, 70, 58, 56, 64, 32, 64, 18, 58),
  blob('#8a5430 #6e4225', 58, 42, 68, 22, 76, 12, 84, 16, 94, 30, 90, 36, 80, 30, 76, 46, 66, 56),
  polygon('#6e4225', 75, 14, 77, 5, 82, 14),
  blob('#2a170c', 56, 42, 62, 24, 72, 10, 76, 12, 70, 28, 64, 44),
  blob('#2a170c', 18, 46, 8, 56, 8, 76, 14, 80, 16, 62, 22, 52),
  polygon('#774727 #4d2b16', 32, 58, 40, 60, 37, 93, 32, 93),
  polygon('#774727 #4d2b16', 67, 54, 73, 52, 73, 93, 68, 93),
  ellipse('#120a05', 83, 20, 1.2),
];

const cat: Scene = [
  rectangle('#d9c6a8 #a98d6a', 0, 0, 100, 100),
  blob('#8d8a86 #5f5c59', 14, 100, 20, 72, 34, 60, 66, 60, 80, 72, 86, 100),
  polygon('#7d7a76', 20, 40, 20, 6, 44, 24),
  polygon('#7d7a76', 80, 40, 80, 6, 56, 24),
  polygon('#d9a3a0', 25, 32, 25, 15, 36, 24),
  polygon('#d9a3a0', 75, 32, 75, 15, 64, 24),
  blob('#9a9793 #76736f', 16, 44, 26, 22, 50, 18, 74, 22, 84, 44, 76, 64, 50, 72, 24, 64),
  blob('#e9e5df #cfc9c1', 34, 56, 50, 50, 66, 56, 62, 68, 50, 71, 38, 68),
  ...[44, 50, 56].map((x) => polygon('#55524e', x - 1.2, 20, x + 1.2, 20, x, 32)),
  ...[35, 65].flatMap((x) => [
    ellipse('#c7d05a #8f9a2c', x, 44, 7, 6),
    ellipse('#10100c', x, 44, 2, 5.4),
  ]),
  polygon('#c77a78', 46, 54, 54, 54, 50, 59),
  ...[60, 64].flatMap((y) => [
    polygon('#f7f5f2', 14, y - 2, 40, y - 1, 14, y - 1),
    polygon('#f7f5f2', 86, y - 2, 60, y - 1, 86, y - 1),
  ]),
];

const cupBody: Scene = [
  ellipse('#3a3a38', 50, 84, 32, 4),
  blob('#e9e4da #bdb6a8', 68, 40, 90, 38, 92, 62, 68, 68, 68, 60, 82, 58, 82, 46, 68, 48),
  polygon('#fbf8f2 #cfc7b8', 22, 30, 72, 30, 67, 82, 27, 82),
  ellipse('#ffffff', 47, 30, 25, 6),
  ellipse('#5a3620', 47, 31, 21.5, 4.4),
];

const cup: Scene = [
  rectangle('#efe9df #d8cdbc', 0, 0, 100, 62),
  rectangle('#a57b52 #7b5836', 0, 62, 100, 38),
  ...cupBody,
];

const cupInTheSky: Scene = [sky, ...cupBody.slice(1)];

const house: Scene = [
  rectangle('#9cc6e6 #dcecf6', 0, 0, 100, 66),
  rectangle('#7fa058 #5b7d3b', 0, 64, 100, 36),
  rectangle('#f2e3c6 #d8c39c', 18, 44, 64, 42),
  polygon('#b4472f #7f2c1b', 10, 46, 50, 12, 90, 46),
  rectangle('#7c5436', 68, 16, 8, 18),
  rectangle('#6a4328', 44, 60, 13, 26),
  rectangle('#8fb7d1', 25, 54, 12, 12),
  rectangle('#8fb7d1', 64, 54, 12, 12),
];

function preset(id: keyof typeof strings.titles, scene: Scene, misleads = false): Preset {
  return { id, title: strings.titles[id], misleads, scene };
}

/** The first one is recorded at build time. */
export const presets: readonly [Preset, ...Preset[]] = [
  preset('ship', ship),
  preset('airplane', airplane),
  preset('automobile', automobile),
  preset('truck', truck),
  preset('bird', bird),
  preset('horse', horse),
  preset('cat', cat),
  preset('cup', cup, true),
  preset('cup-sky', cupInTheSky, true),
  preset('house', house, true),
];

/** The scene for the model, 128 × 128, and as the address of a vector graphic for the page. */
export function presetPicture({ scene }: Preset): {
  readonly pixels: Pixels;
  readonly url: string;
} {
  return { pixels: sceneRaster(scene, SIDE), url: sceneUrl(scene) };
}
