/** What the demo `image-classification` says. */

const zh = {
  presets: '画好的图',
  titles: {
    ship: '海上的船',
    airplane: '天上的飞机',
    automobile: '公路上的汽车',
    truck: '厢式卡车',
    bird: '枝头的鸟',
    horse: '草地上的马',
    cat: '猫的脸',
    cup: '桌上的杯子',
    'cup-sky': '天上的杯子',
    house: '房子',
  },
  ownPicture: '你选的图',
  picture: '图片',
  result: '分类结果',
  waiting: '等你选一张图',
  stale: '概率和热力图还是上一张的。点「在你的设备上运行」，换成这一张。',
  shrunk: (side: number) => `缩小到${side}×${side}的图`,
  seen: (side: number) => `模型看到的：${side}×${side}个像素，别的都丢了。`,
  heatHint: (summary: string) =>
    `逐块盖住，看概率变多少：实心的块支持这个答案，空心的块反对它。${summary}`,
  copyLink: '复制这张图的链接',
  noLink: '你自己的图只在你的设备上，链接带不走它。',
  unreadableLink: '链接里的图认不出来，先放一张画好的。',
  noFile: '那里面没有图片文件。',
  opening: '正在打开……',
  cameraNotReady: '摄像头的画面还没来，稍等再拍。',
  cannotOpen: '这张图打不开，换一张再试。',
};

const en: typeof zh = {
  presets: 'Drawn pictures',
  titles: {
    ship: 'Ship at sea',
    airplane: 'Plane in the sky',
    automobile: 'Car on a road',
    truck: 'Box truck',
    bird: 'Bird on a branch',
    horse: 'Horse in a meadow',
    cat: 'Face of a cat',
    cup: 'Cup on a table',
    'cup-sky': 'Cup in the sky',
    house: 'House',
  },
  ownPicture: 'Your picture',
  picture: 'Picture',
  result: 'Answer',
  waiting: 'Choose a picture',
  stale:
    'Probabilities and heat map are still those of the picture before. Press "Run on your device" to get those of this one.',
  shrunk: (side) => `The picture at ${side} × ${side} pixels`,
  seen: (side) => `What the model sees: ${side} × ${side} pixels; all else is gone.`,
  heatHint: (summary) =>
    `One cell is covered at a time, to see how the probability changes: solid cells support the answer, hollow ones speak against it. ${summary}`,
  copyLink: 'Copy a link to this picture',
  noLink: 'Your own picture stays on your device; a link cannot carry it.',
  unreadableLink: 'The picture in the link is unknown; here is another.',
  noFile: 'There is no picture file in it.',
  opening: 'Opening …',
  cameraNotReady: 'The camera shows nothing yet; wait a moment.',
  cannotOpen: 'This picture cannot be opened; try another.',
};

export const strings = globalThis.DEMO_LANGUAGE === 'en' ? en : zh;
