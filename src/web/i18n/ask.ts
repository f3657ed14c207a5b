/** Asking somebody into a call, and passing the citizen on. */
export const zh = {
  title: { invite: '邀请三方', transfer: '转接' },
  close: '关闭（Esc）',
  search: '单位名称、拼音首字母、事项、座席',
  found: '可以呼叫的',
  none: '没有找到。可以交办工单。',
  groups: { units: '单位远端座席', seats: '本中心座席', queues: '队列', numbers: '其他电话' },
  ways: {
    invite: { first: '先通报', atOnce: '直接三方' },
    transfer: { first: '先通报', atOnce: '直接转' },
  },
  notNow: {
    outsideHours: '不在服务时间',
    signedOut: '未签到',
    noRemoteSeat: '无远端座席',
    seatNotFree: '忙或未就绪',
    unstaffed: '无人在席',
  },
  keys: {
    invite: '↑↓ 选择 · Enter 先通报 · Shift+Enter 直接三方 · Esc 关闭',
    transfer: '↑↓ 选择 · Enter 先通报后转 · Shift+Enter 直接转 · Esc 关闭',
  },
  notReached: {
    title: (name: string) => `${name} 没有接通`,
    tried: (list: string) => `已试：${list}`,
    back: '您已回到市民。',
    dispatch: '交办工单',
    close: '知道了',
    note: (name: string, list: string) => `来电时已请${name}远端座席三方通话，未接通（${list}）。`,
  },
};

export const en: typeof zh = {
  title: { invite: 'Add to the call', transfer: 'Transfer' },
  close: 'Close (Esc)',
  search: 'Unit, first letters in pinyin, topic, seat',
  found: 'Who can be rung',
  none: 'Nobody found. A ticket can be dispatched.',
  groups: {
    units: "Units' remote seats",
    seats: 'Seats of the centre',
    queues: 'Queues',
    numbers: 'Other numbers',
  },
  ways: {
    invite: { first: 'Speak first', atOnce: 'Join at once' },
    transfer: { first: 'Speak first', atOnce: 'Transfer at once' },
  },
  notNow: {
    outsideHours: 'closed now',
    signedOut: 'not signed in',
    noRemoteSeat: 'no remote seat',
    seatNotFree: 'busy or not ready',
    unstaffed: 'nobody there',
  },
  keys: {
    invite: '↑↓ choose · Enter speak first · Shift+Enter join at once · Esc close',
    transfer: '↑↓ choose · Enter speak first · Shift+Enter at once · Esc close',
  },
  notReached: {
    title: (name) => `${name} was not reached`,
    tried: (list) => `Tried: ${list}`,
    back: 'You are back with the citizen.',
    dispatch: 'Dispatch a ticket',
    close: 'Done',
    note: (name, list) => `During the call ${name} was asked in and was not reached (${list}).`,
  },
};
