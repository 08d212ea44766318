/** What the part of a demo says where a reader runs many texts at once. */

const zh = {
  title: '批量：一次判断许多条',
  input: '一行一条，或粘贴CSV（取第一列）',
  run: '全部判断',
  stop: '停止',
  open: '打开文件',
  save: '下载结果（CSV）',
  runFirst: '先点上面的「在你的设备上运行」。',
  results: '批量结果',
  /** @param megabytes the most that a file may have. */
  fileTooLarge: (megabytes: number) => `文件超过${megabytes}MB，请拆成几个再打开。`,
  unreadableFile: '这个文件读不出来，换一个再试。',
  progress: (done: number, all: number) => `已判断${done}条，共${all}条。`,
  stopped: (done: number, all: number) => `已停止，判断了${done}条，共${all}条。`,
  /** @param summary what there is to say about all rows, in a clause. */
  done: (rows: number, summary: string) => `判断了${rows}条，${summary}。`,
  shown: (rows: number) => `表里只列前${rows}条，下载的文件是全部。`,
  dropped: (rows: number) => `超出上限的${rows}条没有判断。`,
};

const en: typeof zh = {
  title: 'Batch: many at once',
  input: 'One on each line, or a pasted CSV (its first column)',
  run: 'Run all',
  stop: 'Stop',
  open: 'Open a file',
  save: 'Download the results (CSV)',
  runFirst: 'First press "Run on your device" above.',
  results: 'Results of the batch',
  fileTooLarge: (megabytes) =>
    `The file is larger than ${megabytes} MB. Split it and open the parts.`,
  unreadableFile: 'This file cannot be read. Try another one.',
  progress: (done, all) => `${done} of ${all} done. `,
  stopped: (done, all) => `Stopped: ${done} of ${all} done. `,
  done: (rows, summary) => `${rows} done; ${summary}. `,
  shown: (rows) => `The table lists the first ${rows}; the file has all. `,
  dropped: (rows) => `${rows} beyond the limit were left out.`,
};

export const strings = globalThis.DEMO_LANGUAGE === 'en' ? en : zh;
