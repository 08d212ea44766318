/** Texts of our own to start from; all people and companies in them are made up. */
import type { strings } from './strings.ts';

/** A text to start from. */
export interface Preset {
  readonly id: keyof typeof strings.names;
  readonly kind: keyof typeof strings.kinds;
  readonly text: string;
}

/** The first one is recorded at build time. */
export const presets: readonly Preset[] = [
  {
    id: 'company',
    kind: 'plain',
    text: '林晓芸在杭州创办了青禾科技，去年又在苏州设了研究院。江州市市长周启明到访时，问她要不要把工厂建到江州来。',
  },
  {
    id: 'hospital',
    kind: 'nested',
    text: '患者从江州市第二人民医院转到江州大学附属医院，由神经内科主任沈若水接诊。',
  },
  {
    id: 'words',
    kind: 'misleads',
    text: '白雪说，高山明天从长春出发，方便的话先去看看白雪覆盖的高山。',
  },
  {
    id: 'nameless',
    kind: 'misleads',
    text: '周末马上到了，金属价格高企，安全帽和方便面都涨了，江水却不涨。',
  },
  {
    id: 'brands',
    kind: 'misleads',
    text: '阿凯在小熊外卖跑单，听说灵雀打车补贴高，就拉着苹果和小米两个室友一起换了平台。',
  },
  {
    id: 'foreign',
    kind: 'foreign',
    text: '詹姆斯·科尔曼辞去海岬航运的职务，搬到里斯本，同亚历山德拉·莫雷蒂合开了一间书店。',
  },
  {
    id: 'traditional',
    kind: 'traditional',
    text: '林曉芸在臺北開了一家書店，陳國華從香港來參加開幕典禮。',
  },
];
