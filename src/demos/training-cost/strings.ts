/** What the calculator `training-cost` says. */

const zh = {
  fields: {
    n: { label: '参数量N', unit: '亿', hint: '混合专家模型填每个词元激活的参数。' },
    d: { label: '训练词元D', unit: '亿', hint: '从头到尾读过的词元，重复读的也算。' },
    mfu: {
      label: '训练利用率',
      unit: '%',
      hint: 'Llama 3.1报告38%～43%，DeepSeek-V3反推约35%。',
    },
    price: {
      label: '每卡时价格',
      unit: '美元',
      hint: 'H100一年期租约2026年3月2.35美元（SemiAnalysis）。',
    },
    gpus: { label: '同时用多少张卡', unit: '张', hint: '只影响天数，不影响卡时与费用。' },
    peak: {
      label: '单卡峰值算力',
      unit: 'TFLOPS',
      hint: 'BF16稠密：H100与H200为989，A100为312（NVIDIA数据手册）。',
    },
    bandwidth: {
      label: '显存带宽',
      unit: 'TB/s',
      hint: 'H100为3.35，H200为4.8，A100 80GB为2.04（NVIDIA数据手册）。',
    },
    watts: {
      label: '单卡功率',
      unit: '瓦',
      hint: '热设计功率：H100与H200为700，A100为400。不含散热与其他设备。',
    },
    use: {
      label: '服务利用率',
      unit: '%',
      hint: '10%是假设；DeepSeek公开的线上数据约合14%。',
    },
    daily: { label: '每天生成', unit: '亿词元', hint: '假设。换成你产品的用量。' },
  },
  groups: { training: '训练', gpu: '显卡', serving: '服务' },
  presets: { sevenBillion: '70亿参数续训', own: '本书的标题分类模型' },
  sources: {
    llama31: 'Llama 3论文与Llama 3.1模型卡（2024年7月）；卡时口径模型卡没有拆分',
    gpt3: 'GPT-3论文附录D（2020年5月）',
    deepseek: 'DeepSeek-V3技术报告（2024年12月），只算预训练',
    llama2: 'Llama 2模型卡（2023年7月）',
  },
  notes: {
    llama31: '价格是2026年3月的租价，不是Meta的成本。',
    gpt3: '当年用的是V100；利用率与卡数是假设，看的是今天用H100重做一遍。',
    deepseek: '利用率由公开的卡时反推，所以卡时相符不算验证；要核对的是租金。H800的算力按H100计。',
    llama2: '卡数是假设；价格沿用H100的租价，A100通常更便宜。',
    sevenBillion: '9.3节的表里利用率35%、每卡时2.35美元的那一格。',
    own: '按10万条标题、每条20字、读10遍估。它的参数大半在查表，不做乘法，真正的运算还要少得多。',
  },
  /** @param note on the preset; undefined for the reader's own numbers. */
  note: (source: string | undefined, note: string | undefined) =>
    `${source ? `公开数字：${source}。` : ''}${note ?? '这组数是你设的，没有公开数字可比。'}金额都是美元，只含租卡。`,
  setting: (s: {
    parameters: string;
    tokens: string;
    gpus: string;
    gpu: string;
    use: string;
    price: string;
  }) =>
    `${s.parameters}参数，${s.tokens}词元；${s.gpus}张${s.gpu}，利用率${s.use}%，每卡时${s.price}美元`,
  someGpu: (peak: string) => `${peak}TFLOPS的卡`,
  gpu: '型号',
  ownGpu: '自己填',
  gpuHint: '选一种，或者直接改后面三项。',
  headline: (s: { gpuHours: string; days: string; money: string; perMillion: string }) =>
    `训练${s.gpuHours}卡时，${s.days}天，${s.money}；服务每百万词元${s.perMillion}`,
  training: '训练一次',
  published: '公开数字',
  operations: '运算量6ND',
  times: (count: string) => `${count}次`,
  gpuHours: '卡时',
  days: '天数',
  inDays: (days: string) => `${days}天`,
  money: '租卡费用',
  energy: '用电',
  kilowattHours: (count: string) => `${count}度`,
  serving: '拿来服务',
  perMillion: '每百万词元',
  batch: '每批至少',
  requests: (count: string) => `${count}个请求`,
  daily: (tokens: string) => `每天${tokens}词元`,
  dailyCost: (money: string, gpus: string) => `${money}，${gpus}张卡`,
  compared: (published: string, difference: string) => `${published}（${difference}）`,
  lessThanACent: '不到1美分',
  dollars: (amount: string) => `${amount}美元`,
  chart: '费用随参数量的变化',
  xLabel: '参数量',
  yLabel: '租卡费用（美元）',
  fixedTokens: (tokens: string) => `词元固定为${tokens}`,
  growingTokens: (factor: number) => `词元为参数的${factor}倍`,
  chartHint:
    '两轴都按10的幂等距。圆点是现在这组数。词元固定，参数翻倍，费用翻倍；词元跟着参数涨，参数翻倍，费用变成4倍。',
};

const en: typeof zh = {
  fields: {
    n: {
      label: 'Parameters N',
      unit: '× 10⁸',
      hint: 'Of a mixture of experts, those that one token activates.',
    },
    d: {
      label: 'Training tokens D',
      unit: '× 10⁸',
      hint: 'All that are read from start to end, repetitions too.',
    },
    mfu: {
      label: 'Utilisation in training',
      unit: '%',
      hint: 'Llama 3.1 reports 38% to 43%; worked back for DeepSeek-V3, about 35%.',
    },
    price: {
      label: 'Price of a GPU hour',
      unit: 'USD',
      hint: 'One-year lease of an H100 in March 2026: USD 2.35 (SemiAnalysis).',
    },
    gpus: {
      label: 'GPUs at the same time',
      unit: '',
      hint: 'Changes the days only, neither the GPU hours nor the cost.',
    },
    peak: {
      label: 'Peak of one GPU',
      unit: 'TFLOPS',
      hint: 'BF16, dense: 989 for H100 and H200, 312 for A100 (NVIDIA data sheets).',
    },
    bandwidth: {
      label: 'Memory bandwidth',
      unit: 'TB/s',
      hint: '3.35 for H100, 4.8 for H200, 2.04 for A100 80GB (NVIDIA data sheets).',
    },
    watts: {
      label: 'Power of one GPU',
      unit: 'W',
      hint: 'Thermal design power: 700 for H100 and H200, 400 for A100; without cooling and all else.',
    },
    use: {
      label: 'Utilisation in serving',
      unit: '%',
      hint: '10% is an assumption; what DeepSeek published of its service comes to about 14%.',
    },
    daily: {
      label: 'Generated in a day',
      unit: '× 10⁸ tokens',
      hint: 'An assumption. Put in the use of your product.',
    },
  },
  groups: { training: 'Training', gpu: 'GPU', serving: 'Serving' },
  presets: { sevenBillion: 'Continued training of 7B', own: 'The headline model of this book' },
  sources: {
    llama31:
      'Llama 3 paper and Llama 3.1 model card (July 2024); GPU hours with restarts and post-training',
    gpt3: 'GPT-3 paper, appendix D (May 2020)',
    deepseek: 'DeepSeek-V3 technical report (December 2024), pre-training only',
    llama2: 'Llama 2 model card (July 2023)',
  },
  notes: {
    llama31: 'The price is a lease of March 2026, not what Meta paid. ',
    gpt3: 'It was trained on V100; utilisation and number of GPUs are assumptions, for doing it again on H100 today. ',
    deepseek:
      'The utilisation is worked back from the published GPU hours, so that their agreement proves nothing; compare the rent. The H800 is taken for an H100. ',
    llama2:
      'The number of GPUs is an assumption; the price is that of an H100, an A100 is mostly cheaper. ',
    sevenBillion:
      'The cell of the table in section 9.3 with a utilisation of 35% and USD 2.35 for a GPU hour. ',
    own: 'Estimated with 100,000 headlines of 20 characters, read 10 times. Most of its parameters are looked up, not multiplied, so the real work is much less. ',
  },
  note: (source, note) =>
    `${source ? `Published: ${source}. ` : ''}${note ?? 'These numbers are yours; nothing published to compare with. '}All amounts in US dollars, rent of GPUs only.`,
  setting: (s) =>
    `${s.parameters} parameters, ${s.tokens} tokens; ${s.gpus} × ${s.gpu}, utilisation ${s.use}%, USD ${s.price} for a GPU hour`,
  someGpu: (peak) => `GPU of ${peak} TFLOPS`,
  gpu: 'Model',
  ownGpu: 'My own numbers',
  gpuHint: 'Choose one, or change the next three fields.',
  headline: (s) =>
    `Training: ${s.gpuHours} GPU hours, ${s.days} days, ${s.money}; serving a million tokens: ${s.perMillion}`,
  training: 'One training run',
  published: 'Published',
  operations: '6ND',
  times: (count) => count,
  gpuHours: 'GPU hours',
  days: 'Days',
  inDays: (days) => days,
  money: 'Rent',
  energy: 'Energy',
  kilowattHours: (count) => `${count} kWh`,
  serving: 'Serving',
  perMillion: 'A million tokens',
  batch: 'Smallest batch',
  requests: (count) => `${count} requests`,
  daily: (tokens) => `${tokens} tokens a day`,
  dailyCost: (money, gpus) => `${money}, ${gpus} GPUs`,
  compared: (published, difference) => `${published} (${difference})`,
  lessThanACent: 'less than a cent',
  dollars: (amount) => `USD ${amount}`,
  chart: 'Cost by number of parameters',
  xLabel: 'Parameters',
  yLabel: 'Rent (USD)',
  fixedTokens: (tokens) => `Always ${tokens} tokens`,
  growingTokens: (factor) => `${factor} tokens for each parameter`,
  chartHint:
    'Both axes go by powers of ten. The dot is where the numbers stand now. With the tokens fixed, twice the parameters cost twice as much; with tokens that grow along, four times.',
};

export const strings = globalThis.DEMO_LANGUAGE === 'en' ? en : zh;
