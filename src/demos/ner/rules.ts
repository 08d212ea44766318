/**
 * Named entities by rules alone: surnames, place and organisation suffixes, and a few well-known names. It is what a
 * program could do before it learnt from data, and the line below the model in the demo. Lists are our own.
 */
import type { EntityType } from './pipeline.ts';

/** A span found by a rule; offsets in UTF-16 code units, `end` exclusive. */
export interface RuleEntity {
  readonly start: number;
  readonly end: number;
  readonly type: EntityType;
  readonly text: string;
}

const words = (text: string): string[] => text.trim().split(/\s+/);

const SURNAMES = new Set([
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵钱严赖覃洪武莫孔汤',
  ...words('欧阳 司马 诸葛 上官 司徒 东方 皇甫 尉迟 公孙 慕容'),
]);

/** Words that start with a surname but are no names. */
const NOT_NAMES = new Set(
  words(
    '方面 方法 方式 方向 方便 方案 方针 金融 金额 金属 金牌 石油 石头 白色 白天 江南 江北 周年 周末 周围 周期 高度 高等 高级 任务 任何 任命 余地 余年 程度 程序 林业 林区 黄金 黄色 黄河 马上 马路 龙头 雷达 何时 何况 何种 张开 许多 许可 温度 温暖 严重 严格 严肃 严厉 史上 史料 夏天 夏季 秦岭 田径 田野 武器 武装 武警 洪水 毛病 陆续 陆地 于是 于今 关于 段时 孔子 沈阳 杜绝 熊猫 姜汤 叶子 成为 梁柱 谢谢 安全 莫斯 马来 唐代 唐朝 宋代 汉代 明代 清代',
  ),
);

const TITLES = words(
  '先生 女士 同志 教授 博士 总理 主席 总统 部长 省长 市长 县长 局长 校长 院长 书记 经理 总裁 记者 主任 代表 委员 大使 将军 医生 老师 秘书长',
);

const SAYS = words('说 表示 指出 认为 介绍 强调 告诉 会见 出席 担任 当选 率领 宣布 在');

const PLACES = new Set(
  words(`
    中国 美国 日本 俄罗斯 英国 法国 德国 韩国 朝鲜 印度 越南 泰国 意大利 西班牙 加拿大 澳大利亚 巴西 埃及 以色列
    伊拉克 伊朗 土耳其 波兰 荷兰 瑞士 瑞典 挪威 芬兰 希腊 南非 新加坡 马来西亚 印度尼西亚 菲律宾 巴基斯坦 蒙古 古巴
    墨西哥 阿根廷 智利 乌克兰 葡萄牙 比利时 奥地利 匈牙利 苏联 欧洲 亚洲 非洲 美洲 大洋洲 拉美 中东 东南亚
    北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州
    云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 广州 深圳 南京 杭州 苏州 武汉 成都 西安 沈阳 大连
    青岛 济南 长春 哈尔滨 郑州 长沙 南昌 合肥 福州 厦门 昆明 贵阳 兰州 西宁 银川 乌鲁木齐 拉萨 海口 南宁 太原 石家庄
    呼和浩特 无锡 宁波 温州 桂林 珠海 东京 纽约 华盛顿 伦敦 巴黎 柏林 莫斯科 汉城 首尔 平壤 曼谷 日内瓦 罗马
    长江 黄河 珠江 淮河 太湖 泰山 黄山 长城 天安门 中南海 太平洋 大西洋 印度洋 地中海
  `),
);

const ORGANISATIONS = new Set(
  words(`
    联合国 欧盟 北约 世贸组织 世界银行 国务院 外交部 国防部 教育部 财政部 公安部 卫生部 农业部 新华社 人民日报 中央电视台
    全国人大 全国政协 中共中央 共产党 国民党 解放军 安理会 欧佩克 东盟 世界卫生组织 国际奥委会 中科院 最高人民法院
  `),
);

const PLACE_ENDS = words(
  '自治区 自治州 开发区 特区 地区 省 市 县 区 镇 乡 村 州 岛 山 河 湖 江 海峡 半岛 路 街 湾 港',
);
const ORGANISATION_ENDS = words(
  '有限公司 股份公司 集团公司 公司 集团 大学 学院 中学 小学 银行 医院 研究所 研究院 委员会 办公室 联合会 基金会 协会 学会 出版社 报社 日报社 电视台 俱乐部 工厂 法院 检察院 公安局 管理局 博物馆 图书馆 政府 党委 市委 省委 县委 代表团 国家队 乐团 交易所',
);

const HAN = /^\p{Script=Han}$/u;
/** Characters that hardly occur inside names: a name stops there. */
const STOPS = new Set(
  '的了和与及在是有为对从到由向被把将也都就还又而或等这那其此该个一二三四五六七八九十两几每各某本我你他她它们不没很最更已曾能会可要让使给以于之所者说中上下前后里外内时年月日',
);

const longest = (lists: readonly string[]) => [...lists].sort((a, b) => b.length - a.length);
const placeEnds = longest(PLACE_ENDS);
const organisationEnds = longest(ORGANISATION_ENDS);

/** The longest list entry that stands in the characters at `i`, of at most seven characters. */
function listed(characters: readonly string[], i: number, list: ReadonlySet<string>): number {
  for (let length = Math.min(7, characters.length - i); length >= 2; length--) {
    if (list.has(characters.slice(i, i + length).join(''))) return length;
  }
  return 0;
}

/** How many characters before `i`, at most `limit`, can belong to a name. */
function nameBefore(
  characters: readonly string[],
  taken: readonly boolean[],
  i: number,
  limit: number,
): number {
  let n = 0;
  while (n < limit) {
    const c = characters[i - 1 - n];
    if (c === undefined || !HAN.test(c) || STOPS.has(c) || taken[i - 1 - n]) break;
    n++;
  }
  return n;
}

const startsWith = (characters: readonly string[], i: number, word: string): boolean =>
  [...word].every((c, k) => characters[i + k] === c);

/**
 * Entities of a text by rules, by their start, without overlaps. Organisations by suffix come first (with a listed
 * place before them, if there is one), then lists, then places by suffix, then surname and given name.
 */
export function findByRules(text: string): RuleEntity[] {
  const characters = [...text];
  const offsets = [0];
  for (const c of characters) offsets.push((offsets.at(-1) ?? 0) + c.length);
  const taken: boolean[] = characters.map(() => false);
  const found: RuleEntity[] = [];

  const take = (from: number, to: number, type: EntityType) => {
    if (taken.slice(from, to).some(Boolean)) return;
    taken.fill(true, from, to);
    const [start, end] = [offsets[from] ?? 0, offsets[to] ?? text.length];
    found.push({ start, end, type, text: text.slice(start, end) });
  };

  for (let i = 0; i < characters.length; i++) {
    const suffix = organisationEnds.find((end) => startsWith(characters, i, end));
    if (suffix) {
      const room = nameBefore(characters, taken, i, 8);
      // start at a listed place if there is one, else take up to four characters
      let from = i - Math.min(room, 4);
      for (let k = i - room; k < i; k++) {
        if (listed(characters, k, PLACES)) {
          from = k;
          break;
        }
      }
      if (i - from >= 2) take(from, i + [...suffix].length, 'ORG');
    }
  }
  for (let i = 0; i < characters.length; i++) {
    const organisation = listed(characters, i, ORGANISATIONS);
    if (organisation) take(i, i + organisation, 'ORG');
    const place = listed(characters, i, PLACES);
    if (place) {
      const suffix = placeEnds.find((end) => startsWith(characters, i + place, end));
      take(i, i + place + (suffix ? [...suffix].length : 0), 'LOC');
    }
  }
  for (let i = 0; i < characters.length; i++) {
    const suffix = placeEnds.find(
      (end) => end.length === 1 && '省市县区镇乡村'.includes(end) && characters[i] === end,
    );
    const room = suffix ? nameBefore(characters, taken, i, 2) : 0;
    if (room === 2) take(i - 2, i + 1, 'LOC');
  }
  for (let i = 0; i < characters.length; i++) {
    if (taken[i]) continue;
    const double = characters.slice(i, i + 2).join('');
    const surname = SURNAMES.has(double) ? 2 : SURNAMES.has(characters[i] ?? '') ? 1 : 0;
    if (!surname || NOT_NAMES.has(double)) continue;
    const rest = characters.slice(i + surname);
    if (TITLES.some((title) => startsWith(rest, 0, title))) {
      take(i, i + surname, 'PER');
      continue;
    }
    let given = 0;
    while (given < 2) {
      const c = rest[given];
      if (c === undefined || !HAN.test(c) || STOPS.has(c) || taken[i + surname + given]) break;
      if (given > 0 && [...TITLES, ...SAYS].some((word) => startsWith(rest, given, word))) break;
      given++;
    }
    const next = rest[given];
    const clear =
      next === undefined ||
      !HAN.test(next) ||
      STOPS.has(next) ||
      [...TITLES, ...SAYS].some((word) => startsWith(rest, given, word));
    if (given > 0 && clear) take(i, i + surname + given, 'PER');
  }
  return found.sort((a, b) => a.start - b.start);
}
