/** What the demo `handwriting` says. */

const zh = {
  presets: '现成的字，一笔一笔写出来',
  misleading: { stray: '二字多一笔', flick: '十字起笔带钩', ring: '〇', man: '人字' },
  pad: '手写区',
  padWith: (strokes: number) => `手写区，现有${strokes}笔`,
  result: '识别结果',
  stale: '这几笔还没有识别。点「在你的设备上运行」，以后每一笔都会立刻识别。',
  empty: '等你落笔',
  running: '正在识别',
  notYet: '还没有识别',
  undo: '撤销一笔',
  clear: '清空',
  replay: '重写一遍',
  copyLink: '复制这个字的链接',
  unreadableLink: '链接里的笔画读不出来，先放一个现成的字。',
  tooManyStrokes: '这幅画的笔画太多，装不进链接。',
  seen: '模型看到的64×64灰度图：黑底上的白色笔画',
  seenHint:
    '模型看到的只有这64×64个数：墨迹裁到边、按长边缩放、放在正中，黑底白字。你写在角落里还是写得很小，它都不知道；笔画的先后它也不知道。',
  stepsLabel: '一笔一笔的结果',
  steps: '写完每一笔，模型怎么看',
  step: (count: number, opinion: string) => `第${count}笔之后：${opinion}`,
  /** @param seen what the button shows: who speaks to the browser calls it by that. */
  opinion: (_name: string, seen: string, probability: string) => `${seen}，${probability}`,
  unsure: (opinion: string) => `不确定，最像${opinion}`,
  unsureMark: '？',
};

const en: typeof zh = {
  presets: 'Numerals to watch, stroke by stroke',
  misleading: {
    stray: '二 with a stray stroke',
    flick: '十 with a hook',
    ring: '〇',
    man: '人, no numeral',
  },
  pad: 'Drawing pad',
  padWith: (strokes) => `Drawing pad, ${strokes} strokes`,
  result: 'Answer',
  stale:
    'These strokes have not been read yet. Press "Run on your device"; from then on each stroke is read at once.',
  empty: 'Draw a numeral',
  running: 'Reading',
  notYet: 'Not read yet',
  undo: 'Undo a stroke',
  clear: 'Clear',
  replay: 'Draw it again',
  copyLink: 'Copy a link to this drawing',
  unreadableLink: 'The strokes in the link cannot be read; here is another numeral.',
  tooManyStrokes: 'This drawing has too many strokes for a link.',
  seen: 'What the model sees, 64 × 64 shades of grey: white strokes on black',
  seenHint:
    'These 64 × 64 numbers are all that the model sees: the ink, cropped, scaled by its longer side and put in the middle, white on black. Whether you wrote in a corner or small, and in which order, it does not know.',
  stepsLabel: 'The answer, stroke by stroke',
  steps: 'What the model thinks after each stroke',
  step: (count, opinion) => `After stroke ${count}: ${opinion}`,
  opinion: (name, seen, probability) => `${name}, ${seen} ${probability}`,
  unsure: (opinion) => `not sure, most like ${opinion}`,
  unsureMark: '?',
};

export const strings = globalThis.DEMO_LANGUAGE === 'en' ? en : zh;
