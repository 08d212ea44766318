/** What demos about pictures say: getting one in, the answer, and which part of it mattered. */

const zh = {
  choose: '选择照片',
  startCamera: '用摄像头拍',
  stopCamera: '关掉摄像头',
  shoot: '拍下这一张',
  dropHint: '也可以把图片拖到框里，或者复制后在这里粘贴。图片只在你的设备上处理，不会上传。',
  zoom: '放大',
  zoomHint: '放大之后拖动取景；键盘用方向键与加减号。',
  frame: '取景框',
  frameLabel: (picture: string) => `${picture}。方向键移动，加减号缩放。`,

  unsure: '不确定',
  likeliest: (name: string, probability: string) => `最像「${name}」，${probability}`,

  heatUnknown: '还没有算。',
  heatFlat: '单独盖住哪一块，这个答案的概率都几乎不变。',
  heat: (place: string, points: string) =>
    `盖住${place}的一块影响最大：这个答案的概率降${points}个百分点。`,
  /** Names of nine places, row by row. */
  places: ['左上角', '上边', '右上角', '左边', '正中', '右边', '左下角', '下边', '右下角'],

  emptyFile: '这个文件是空的。',
  tooManyBytes: (megabytes: string, limit: number) =>
    `这个文件有${megabytes}MB，上限是${limit}MB。先缩小或截一部分再试。`,
  svg: 'SVG是矢量图，里面可以藏脚本，这里不打开。把它另存为PNG，或者截一张图。',
  pdf: 'PDF不是图片。截一张图再试。',
  tooManyPixels: (width: number, height: number, limit: number) => {
    const wan = Math.round((width * height) / 1e4);
    return `这张图有${width}×${height}，约${wan}万像素，上限是${limit / 1e4}万。先缩小再试。`;
  },
  heic: '这个浏览器打不开HEIC照片。在手机的相机设置里选「兼容性最佳」，或者把照片另存为JPEG。',
  tiff: '这个浏览器打不开TIFF图片。另存为PNG或JPEG再试。',
  unknownKind: '这不是浏览器认识的图片。请用JPEG、PNG、WebP、GIF或AVIF。',
  broken: (kind: string) => `这张${kind}图片已经损坏，解不开。`,
  noMemory: '浏览器的内存不够，打不开这张图。关掉一些标签页再试。',
  noCameraHere: '这个页面用不了摄像头：浏览器只在https网页里开放它。',
  cameraRefused: '没有得到摄像头的许可。可以在地址栏旁的网站设置里改，或者改用选择照片。',
  cameraInFrame: '嵌入的框架里用不了摄像头，请到书里打开这个演示，或者选一张照片。',
  noCamera: '没有找到摄像头。可以改用选择照片。',
  cameraBusy: '摄像头打不开，可能正被别的程序使用。',
};

const en: typeof zh = {
  choose: 'Choose a photo',
  startCamera: 'Use the camera',
  stopCamera: 'Switch the camera off',
  shoot: 'Take this one',
  dropHint:
    'You can also drop a picture into the frame, or paste one here. Pictures stay on your device; nothing is uploaded.',
  zoom: 'Zoom',
  zoomHint: 'Zoom in, then drag; on the keyboard use the arrows, + and −.',
  frame: 'viewfinder',
  frameLabel: (picture) => `${picture}. Arrows move it, + and − zoom.`,

  unsure: 'Not sure',
  likeliest: (name, probability) => `most like "${name}", ${probability}`,

  heatUnknown: 'Not computed yet.',
  heatFlat: 'No single covered cell changes the probability of this answer.',
  heat: (place, points) =>
    `Covering the cell at the ${place} matters most: the probability of this answer falls by ${points} points.`,
  places: [
    'top left',
    'top',
    'top right',
    'left',
    'centre',
    'right',
    'bottom left',
    'bottom',
    'bottom right',
  ],

  emptyFile: 'This file is empty.',
  tooManyBytes: (megabytes, limit) =>
    `This file has ${megabytes} MB; the limit is ${limit} MB. Shrink it or cut out a part.`,
  svg: 'SVG pictures may hide scripts and are not opened here. Save it as PNG, or take a screenshot.',
  pdf: 'A PDF is no picture. Take a screenshot of it.',
  tooManyPixels: (width, height, limit) =>
    `This picture has ${width} × ${height} pixels; the limit is ${limit / 1e6} million. Shrink it first.`,
  heic: 'This browser cannot open HEIC photos. Choose "Most Compatible" in the settings of your camera, or save it as JPEG.',
  tiff: 'This browser cannot open TIFF pictures. Save it as PNG or JPEG.',
  unknownKind: 'This is no picture that the browser knows. Use JPEG, PNG, WebP, GIF or AVIF.',
  broken: (kind) => `This ${kind} picture is damaged and cannot be decoded.`,
  noMemory: 'The browser has not enough memory for this picture. Close some tabs and try again.',
  noCameraHere: 'No camera on this page: browsers allow it on https pages only.',
  cameraRefused:
    'The camera was not allowed. Change that beside the address bar, or choose a photo.',
  cameraInFrame: 'No camera inside this frame. Open the demo in the book, or choose a photo.',
  noCamera: 'No camera was found. Choose a photo instead.',
  cameraBusy: 'The camera cannot be opened; another program may be using it.',
};

export const strings = globalThis.DEMO_LANGUAGE === 'en' ? en : zh;
