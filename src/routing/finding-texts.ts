/** What is so, and how to mend it, in words; a word in braces is one of the finding's values. The codes are stable. */
type Text = readonly [what: string, mend: string];
type Texts = { readonly zh: Text; readonly en: Text };

const references = {
  noSuchQueue: {
    zh: ['指向的队列“{queue}”不存在', '在 /queues 中建立该队列，或改为已有的队列'],
    en: ['names a queue that is not in /queues: {queue}', 'add the queue, or name one that is there'],
  },
  noSuchHours: {
    zh: ['指向的服务时间“{hours}”不存在', '在 /hours 中建立该服务时间，或改为已有的'],
    en: ['names hours that are not in /hours: {hours}', 'add the hours, or name ones that are there'],
  },
  keyTaken: {
    zh: ['按键 {key} 已是紧急按键', '改用其他按键，或在 /emergencyKeys 中换一个'],
    en: ['is an emergency key already: {key}', 'use another key, or another one in /emergencyKeys'],
  },
  surveyKeyTaken: {
    zh: ['满意度评价要用按键 {key}，而它已是紧急按键', '在 /emergencyKeys 中改用 1 至 5 以外的按键'],
    en: [
      'is asked with a key that is an emergency key already: {key}',
      'use no key from 1 to 5 in /emergencyKeys',
    ],
  },
  outsideNumber: {
    zh: ['{number} 不是国内的手机或固定电话号码', '改为可外呼的号码'],
    en: ['is not a mobile or landline number of the country: {number}', 'name a number that may be dialled'],
  },
} satisfies Readonly<Record<string, Texts>>;

const forms = {
  unknownMember: {
    zh: ['没有这一项', '删除，或改正拼写'],
    en: ['is not known here', 'remove it, or mend its spelling'],
  },
  badValue: {
    zh: ['取值不对：{message}', '按结构说明（JSON Schema）填写'],
    en: ['{message}', 'write it as the JSON Schema says'],
  },
  noDay: {
    zh: ['没有这一天', '改为真实的日期，如 2026-10-01'],
    en: ['is no day', 'name a day of the calendar, as 2026-10-01'],
  },
  endsBeforeBegin: {
    zh: ['结束日期早于开始日期', '使结束日期不早于开始日期'],
    en: ['lies before its from', 'let it end on its first day or later'],
  },
  emptySpan: {
    zh: ['时段须在开始之后结束', '跨零点的时段分写在两天'],
    en: ['must end after it begins', 'write a time over midnight as two, on two days'],
  },
} satisfies Readonly<Record<string, Texts>>;

const ways = {
  overflowToItself: {
    zh: ['溢出到队列自身', '改为其他队列，或设为 null'],
    en: ['leads to the queue itself', 'name another queue, or null'],
  },
  overflowLoop: {
    zh: ['溢出成环：{path}', '去掉其中一处溢出'],
    en: ['is part of a circle of overflows: {path}', 'take one of the overflows away'],
  },
  dutyLoop: {
    zh: ['下班后的接续成环：{path}', '让值班队列没有服务时间，或不再转回'],
    en: [
      'is part of a circle of queues on duty: {path}',
      'let the queue on duty be open at all times, or lead elsewhere',
    ],
  },
  unreachableQueue: {
    zh: ['没有任何来电能到队列“{queue}”', '在入口、按键、溢出或值班中指向它，或删除'],
    en: [
      'no call can come to the queue {queue}',
      'lead an entry, a key, an overflow or a duty to it, or remove it',
    ],
  },
  unreachableEntry: {
    zh: ['前面的入口已接走全部来电，这个入口不会用到', '写明它的号码，或移到前面'],
    en: ['an entry before it takes every call', 'name its numbers, or move it up'],
  },
  numberTaken: {
    zh: ['号码 {number} 已在前面的入口', '从其中一个入口删除'],
    en: ['the number {number} is taken by an entry before', 'remove it from one of them'],
  },
  noEntryForOthers: {
    zh: ['拨打其他号码的来电没有入口，将进入内置默认队列', '加一个不写号码的入口'],
    en: ['calls to other numbers have no entry, and join the built-in queue', 'add an entry without numbers'],
  },
  menuWithoutChoice: {
    zh: ['菜单没有任何选项', '加上选项，或把菜单设为 null'],
    en: ['the menu has no option', 'add options, or set the menu to null'],
  },
  menuSilent: {
    zh: ['菜单没有语音，来电人不知道可按什么键', '写上语音'],
    en: ['the menu says nothing: callers do not know what to press', 'name its prompts'],
  },
  menuSlow: {
    zh: ['不按键的来电人要等 {seconds} 秒才有出路', '减少 tries 或 limitMs'],
    en: ['who presses nothing is let on after {seconds} s only', 'lower its tries or its limitMs'],
  },
} satisfies Readonly<Record<string, Texts>>;

const times = {
  spansOverlap: {
    zh: ['时段 {span} 与前一时段重叠', '合并，或改开'],
    en: ['{span} overlaps the one before', 'make one of them, or part them'],
  },
  hoursGap: {
    zh: ['{from} 至 {until} 有 {minutes} 分钟空档', '若非有意，把两个时段接上；到零点请写 24:00'],
    en: [
      'between {from} and {until} there is a gap of {minutes} min',
      'unless it is meant, let them meet; midnight is 24:00',
    ],
  },
  neverOpen: {
    zh: ['每周没有任何开放时间', '至少写一个时段'],
    en: ['is open at no time of the week', 'name a time at least'],
  },
  specialHidden: {
    zh: ['{day} 已在前面的特殊日期里，以前面的为准', '删除其一，或改日期'],
    en: ['{day} is in a special time before, which counts', 'remove one of them, or change its days'],
  },
  turnedAwaySilent: {
    zh: ['名单中的来电人听不到原因，只听到紧急按键', '写上语音'],
    en: ['callers on the list hear the emergency keys alone, and not why', 'name prompts'],
  },
  repeatSpan: {
    zh: ['取值须不长于统计时段', '缩短 shorterThanMs，或延长 withinMs'],
    en: ['is longer than the span that is counted', 'lower shorterThanMs, or raise withinMs'],
  },
  closedSilent: {
    zh: ['关闭时来电人什么也听不到就被挂断', '写上语音，或指定值班队列'],
    en: ['callers are hung up on without a word when it is closed', 'name prompts, or a queue on duty'],
  },
} satisfies Readonly<Record<string, Texts>>;

const surroundings = {
  queueUnserved: {
    zh: ['没有座席或话务员服务队列“{queue}”，也没有溢出', '给座席或话务员分配该队列，或设置溢出'],
    en: [
      'no seat and no agent serves the queue {queue}, and it leads nowhere else',
      'assign a seat or an agent to it, or let it overflow',
    ],
  },
  queueWithoutSkill: {
    zh: ['没有服务队列“{queue}”的话务员具备技能：{skills}', '给话务员加技能，或降低要求'],
    en: [
      'no agent who serves the queue {queue} has the skills {skills}',
      'give them to agents, or ask for less',
    ],
  },
  languageWithoutSkill: {
    zh: [
      '没有服务队列“{queue}”的话务员具备语言 {language} 要求的技能：{skills}，选择该语言的来电人将无人接听',
      '给话务员加技能，或降低要求',
    ],
    en: [
      'no agent who serves the queue {queue} has the skills {skills} that {language} asks for: nobody would answer who chooses it',
      'give them to agents, or ask for less',
    ],
  },
  promptMissing: {
    zh: ['语音“{prompt}”不存在或无法播放', '在“语音提示”中启用该语音，或改用已有的语音'],
    en: [
      'there is no prompt {prompt} that can be played',
      'put a version of it in force, or name one that is there',
    ],
  },
  promptNotInLanguage: {
    zh: [
      '语言 {language} 缺少 {count} 条语音，来电人听到的将是 {usual}：{prompts}',
      '在“语音提示”中选择该语言，录制并启用',
    ],
    en: [
      '{language} lacks {count} prompts, which callers hear in {usual}: {prompts}',
      'make them in that language and put them in force',
    ],
  },
  noEmergencyRoute: {
    zh: ['没有通往 {number} 的线路', '在配置 H12_EMERGENCY_{number} 中写上线路'],
    en: ['there is no route to {number}', 'name routes in H12_EMERGENCY_{number}'],
  },
  noDistrictRoute: {
    zh: [
      '{district}没有通往 {number} 的线路，也没有全市线路',
      '在配置 H12_EMERGENCY_{number} 中为该区县写上线路',
    ],
    en: [
      '{district} has no route to {number}, and there is none for the whole city',
      'name one in H12_EMERGENCY_{number}',
    ],
  },
  noEmergencyKey: {
    zh: ['没有通往 {number} 的按键', '在 /emergencyKeys 中加上'],
    en: ['no key leads to {number}', 'add one to /emergencyKeys'],
  },
} satisfies Readonly<Record<string, Texts>>;

const all = { ...references, ...forms, ...ways, ...times, ...surroundings };
export type FindingCode = keyof typeof all;
export const findingTexts: Readonly<Record<FindingCode, Texts>> = all;
export const findingCodes = Object.keys(all) as readonly FindingCode[];
