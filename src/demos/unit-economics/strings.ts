/** What the calculator `unit-economics` says. */

const zh = {
  fields: {
    p: { label: '月费p', unit: '元', hint: '一个客户每月付的钱。' },
    churn: { label: '月流失率λ', unit: '%', hint: '等于100%减去月留存率。' },
    cac: { label: '获客成本A', unit: '元', hint: '广告、销售与试用摊到一个付费客户。' },
    f: { label: '其他变动成本f', unit: '元', hint: '每月的支付手续费、客服、带宽。' },
    q: { label: '每月调用q', unit: '次', hint: '一个客户的平均数；换成重度用户的数再看一遍。' },
    in: { label: '每次读入', unit: '词元', hint: '提示、上下文与检索到的资料。' },
    out: { label: '每次写出', unit: '词元', hint: '推理模型的思考过程也算。' },
    pin: { label: '输入单价', unit: '元/百万词元', hint: '每千词元的价格乘1000就是它。' },
    pout: { label: '输出单价', unit: '元/百万词元', hint: '通常是输入的几倍。' },
    overhead: { label: '重试与检查', unit: '倍', hint: '1倍是没有重试，也没有安全检查。' },
    routed: {
      label: '路由给小模型',
      unit: '%',
      hint: '占调用的比例；小模型的单价按一折算。',
    },
    cached: { label: '输入命中缓存', unit: '%', hint: '占输入词元的比例；命中的按一折算。' },
  },
  groups: { customer: '客户', use: '用量与架构', tokens: '词元与单价' },
  presets: {
    plain: '原样',
    routed: '加路由',
    cached: '再加缓存',
    limited: '再加限额',
    heavy: '重度用户',
    minutes: '会议纪要',
  },
  setting: (s: {
    price: string;
    calls: string;
    tokensIn: string;
    tokensOut: string;
    churn: string;
    acquisition: string;
  }) =>
    `月费${s.price}元，每月${s.calls}次，每次读${s.tokensIn}写${s.tokensOut}词元；月流失${s.churn}%，获客${s.acquisition}元`,
  routed: (percent: string) => `，路由${percent}%`,
  cached: (percent: string) => `，缓存${percent}%`,
  yuan: (amount: string) => `${amount}元`,
  months: (count: string) => `${count}个月`,
  headline: (s: { contribution: string; margin: string; ltv: string }) =>
    `月毛利${s.contribution}，毛利率${s.margin}；LTV ${s.ltv}，`,
  paidBack: (months: number) => `${months}个月收回获客成本`,
  neverPaidBack: '获客成本永远收不回',
  never: '永远收不回',
  customer: '一个客户',
  how: '怎样算',
  perCall: '每次调用',
  modelCost: '模型成本',
  contribution: '月毛利',
  margin: '毛利率',
  lifetime: '平均留多久',
  ratio: 'LTV与获客成本之比',
  negative: '负',
  payback: '回收期',
  paybackFormula: '毛利逐月攒够A',
  breakEven: '盈亏平衡的用量',
  callsAMonth: (count: string) => `每月${count}次`,
  /** @param loss of a customer in a month; undefined for none. */
  losing: (loss: string | undefined) =>
    `用得越久亏得越多：每个客户每月${loss === undefined ? '不赚不亏' : `亏${loss}`}。`,
  leavingTooFast: '每月有毛利，但客户走得太快，获客的钱攒不回来。',
  room: (factor: string) => `用量涨到现在的${factor}倍，毛利归零。`,
  note: '金额都是人民币元。例子是虚构的，数字只为演示。',
  sensitivity: '哪个数最要紧',
  onlyThis: '只动这一个',
  lower: '降两成',
  higher: '升两成',
  sensitivityHint: (now: string) =>
    `表里是LTV减去获客成本，即一个客户一共净赚多少；竖线是现在的${now}。条越长，越值得先把这个数弄准。`,
};

const en: typeof zh = {
  fields: {
    p: { label: 'Price of a month p', unit: 'yuan', hint: 'What a customer pays each month.' },
    churn: { label: 'Monthly churn λ', unit: '%', hint: '100% less the monthly retention.' },
    cac: {
      label: 'Acquisition cost A',
      unit: 'yuan',
      hint: 'Advertising, sales and trials, for each paying customer.',
    },
    f: {
      label: 'Other variable cost f',
      unit: 'yuan',
      hint: 'Payment fees, support and traffic in a month.',
    },
    q: {
      label: 'Calls a month q',
      unit: '',
      hint: "The average customer; look again with a heavy user's number.",
    },
    in: {
      label: 'Read in a call',
      unit: 'tokens',
      hint: 'Prompt, context and what was retrieved.',
    },
    out: {
      label: 'Written in a call',
      unit: 'tokens',
      hint: 'With what a reasoning model thinks.',
    },
    pin: {
      label: 'Price of input',
      unit: 'yuan/million',
      hint: '1000 times the price of a thousand tokens.',
    },
    pout: {
      label: 'Price of output',
      unit: 'yuan/million',
      hint: 'Mostly several times that of input.',
    },
    overhead: {
      label: 'Retries and checks',
      unit: '×',
      hint: '1 means no retries and no safety checks.',
    },
    routed: {
      label: 'Routed to a small model',
      unit: '%',
      hint: 'Share of the calls; the small model costs a tenth.',
    },
    cached: {
      label: 'Input from the cache',
      unit: '%',
      hint: 'Share of the input tokens; from the cache they cost a tenth.',
    },
  },
  groups: { customer: 'Customer', use: 'Use and architecture', tokens: 'Tokens and prices' },
  presets: {
    plain: 'As it is',
    routed: 'With routing',
    cached: 'And with a cache',
    limited: 'And with a limit',
    heavy: 'Heavy user',
    minutes: 'Minutes of meetings',
  },
  setting: (s) =>
    `${s.price} yuan a month, ${s.calls} calls a month, each reads ${s.tokensIn} and writes ${s.tokensOut} tokens; churn ${s.churn}%, acquisition ${s.acquisition} yuan`,
  routed: (percent) => `, ${percent}% routed`,
  cached: (percent) => `, ${percent}% cached`,
  yuan: (amount) => `${amount} yuan`,
  months: (count) => `${count} months`,
  headline: (s) => `${s.contribution} a month, margin ${s.margin}; LTV ${s.ltv}, `,
  paidBack: (months) => `acquisition paid back in month ${months}`,
  neverPaidBack: 'acquisition never paid back',
  never: 'never',
  customer: 'One customer',
  how: 'Formula',
  perCall: 'One call',
  modelCost: 'Cost of the model',
  contribution: 'Left in a month',
  margin: 'Gross margin',
  lifetime: 'Stays for',
  ratio: 'LTV to A',
  negative: 'negative',
  payback: 'Payback',
  paybackFormula: 'months until A is saved up',
  breakEven: 'Use at break-even',
  callsAMonth: (count) => `${count} calls a month`,
  losing: (loss) =>
    loss === undefined
      ? 'Nothing is left: each customer brings what they cost.'
      : `The longer they stay, the more is lost: ${loss} for each customer and month.`,
  leavingTooFast:
    'Something is left each month, but customers leave before they have paid for being won.',
  room: (factor) => `At ${factor} times the use of now nothing is left.`,
  note: 'All amounts in yuan (CNY). The examples are made up; the numbers only illustrate.',
  sensitivity: 'Which number matters most',
  onlyThis: 'Only this one',
  lower: '20% lower',
  higher: '20% higher',
  sensitivityHint: (now) =>
    `The table has LTV less acquisition cost: what a customer brings in all. The line is at ${now}, where it stands now. The longer a bar, the more it pays to know that number well.`,
};

export const strings = globalThis.DEMO_LANGUAGE === 'en' ? en : zh;
