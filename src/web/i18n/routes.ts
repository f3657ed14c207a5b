/** The ways to the emergency desks on the wallboard. */
export const zh = {
  title: '紧急线路',
  city: '全市',
  reach: { reachable: '可达', unreachable: '不可达', notChecked: '未检测', unknown: '未知' },
  reachHint: {
    reachable: '中继应答 SIP OPTIONS。',
    unreachable: '中继不应答 SIP OPTIONS，或 Asterisk 没有这条中继。',
    notChecked: '不检测：不是 SIP 线路，或检测已关闭。',
    unknown: '与 Asterisk 的连接中断。',
  },
  success: (at: string) => `上次接通 ${at}`,
  failure: (at: string, why: string) => `上次失败 ${at}（${why}）`,
  neverUsed: '尚未使用',
  why: { noAnswer: '无人接听', refused: '占线或拒接', unreachable: '不可达', fault: '故障' },
};

export const en: typeof zh = {
  title: 'Ways to emergency desks',
  city: 'Whole city',
  reach: {
    reachable: 'Reachable',
    unreachable: 'Unreachable',
    notChecked: 'Not checked',
    unknown: 'Unknown',
  },
  reachHint: {
    reachable: 'The trunk answers SIP OPTIONS.',
    unreachable: 'The trunk does not answer SIP OPTIONS, or Asterisk does not know it.',
    notChecked: 'Not asked: no way over SIP, or asking is switched off.',
    unknown: 'Asterisk is not connected.',
  },
  success: (at) => `Last reached ${at}`,
  failure: (at, why) => `Last failed ${at} (${why})`,
  neverUsed: 'Never used yet',
  why: { noAnswer: 'no answer', refused: 'busy or refused', unreachable: 'unreachable', fault: 'a fault' },
};
