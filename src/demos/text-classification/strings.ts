/** What the demo `text-classification` says. */

const zh = {
  presets: '现成的标题',
  kinds: { easy: '容易', between: '两可', misleads: '误导' },
  input: '新闻标题',
  neural: '小神经网络',
  linear: '线性模型',
  waiting: '等待输入',
  stale: '下面仍是上一条的结果。点「在你的设备上运行」，换成你写的这一条。',
  copyLink: '复制这一条的链接',
  unreadableLink: '链接里的标题读不出来，先放一条现成的。',
  notYet: '线性模型还没有算。',
  linearLoading: (received: string, total: string) =>
    `线性模型还没有算，正在下载：${received}，共${total}。`,
  linearFailed: (message: string) => `线性模型没有算成：${message}`,
  agree: (topic: string) => `两个模型都判为「${topic}」。`,
  disagree: (neural: string, linear: string) =>
    `两个模型意见不一：小神经网络判为「${neural}」，线性模型判为「${linear}」。`,
  influences: '哪些字起了作用',
  influence: (points: string) => `去掉它，概率${points}个百分点`,
  influencesHint:
    '遮挡法：逐个去掉一个字，看小神经网络对自己答案的概率变了多少个百分点。实线的字支持这个答案，虚线的字反对它。',
  headline: '标题',
  probability: '概率',
  disagreements: (count: number) => `两个模型有${count}条意见不一`,
  empty: '输入一条标题，或者选一条现成的。',
  noHan: '里面没有汉字。模型只学过中文新闻标题，下面的概率不可信。',
  littleHan: '汉字不多。模型主要凭汉字判断，下面的概率要打折扣。',
  cut: (used: string, rest: string) => `模型只读了前${used}个字，后面的${rest}个字没有参与判断。`,
  short: '太短了，几乎没有线索。',
};

const en: typeof zh = {
  presets: 'Headlines to try',
  kinds: { easy: 'Easy', between: 'Between two', misleads: 'Misleading' },
  input: 'Headline (in Chinese)',
  neural: 'Small neural network',
  linear: 'Linear model',
  waiting: 'Waiting for text',
  stale:
    'Below are still the results for the headline before. Press "Run on your device" to get yours.',
  copyLink: 'Copy a link to this headline',
  unreadableLink: 'The headline in the link cannot be read; here is another.',
  notYet: 'The linear model has not run yet.',
  linearLoading: (received, total) =>
    `The linear model has not run yet; downloading ${received} of ${total}.`,
  linearFailed: (message) => `The linear model did not run: ${message}`,
  agree: (topic) => `Both models say "${topic}".`,
  disagree: (neural, linear) =>
    `The models disagree: the neural network says "${neural}", the linear model "${linear}".`,
  influences: 'Which characters mattered',
  influence: (points) => `Without it, the probability changes by ${points} points`,
  influencesHint:
    "Occlusion: each character is taken out in turn, to see by how many points the neural network's probability of its own answer changes. A solid line supports the answer, a dashed one speaks against it.",
  headline: 'headline',
  probability: 'probability',
  disagreements: (count) => `the models disagree on ${count}`,
  empty: 'Write a headline, or choose one.',
  noHan:
    'There is no Chinese in it. The models have seen Chinese headlines only; do not trust the probabilities.',
  littleHan: 'There is little Chinese in it, which is what the models go by.',
  cut: (used, rest) =>
    `The models read the first ${used} characters only; the other ${rest} were left out.`,
  short: 'Too short: there is hardly anything to go by.',
};

export const strings = globalThis.DEMO_LANGUAGE === 'en' ? en : zh;
