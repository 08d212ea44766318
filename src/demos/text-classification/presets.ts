/** Headlines of our own to start from: some easy, some between two topics, some that mislead. */
export interface Preset {
  readonly id: string;
  readonly kind: 'easy' | 'between' | 'misleads';
  readonly text: string;
}

/** The first one is recorded at build time. */
export const presets: readonly Preset[] = [
  { id: 'double-topic', kind: 'between', text: '游戏公司财报超预期 股价盘后大涨一成' },
  { id: 'rate-cut', kind: 'easy', text: '央行宣布下调存款利率 银行理财收益率走低' },
  { id: 'exam', kind: 'easy', text: '高考志愿填报今日开始 专家提醒三个误区' },
  { id: 'overtime', kind: 'easy', text: '主场加时险胜 新秀砍下三十分十个篮板' },
  { id: 'school-housing', kind: 'between', text: '学区房政策调整 家长连夜排队看房' },
  { id: 'idol-court', kind: 'between', text: '知名歌手因合同纠纷被起诉 法院将择日开庭' },
  { id: 'rocket', kind: 'misleads', text: '火箭发射成功 将三颗卫星送入预定轨道' },
  { id: 'war-metaphor', kind: 'misleads', text: '两家外卖平台开战 补贴大军压境' },
  { id: 'apple', kind: 'misleads', text: '今年的苹果又红又甜 果农却高兴不起来' },
];
