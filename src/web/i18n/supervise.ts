/** Supervisors: listening to a call, whispering, joining, taking it over. */
export const zh = {
  label: '监督',
  mode: {
    listen: '旁听',
    whisper: '耳语（只有话务员听到）',
    join: '加入通话',
    takeOver: '接管',
    stop: '停止',
  },
  sureTakeOver: '确认接管',
  sureJoin: '确认加入',
  now: { listen: '旁听中', whisper: '耳语中', join: '已加入通话' },
  ringing: '您的话机正在振铃，摘机后开始',
  noSeat: '请先签入座席：您的话机会振铃',
  busy: '您的座席正在通话',
  other: (who: string) => `${who} 正在监督这通电话`,
  onlyInside: '先旁听、耳语或加入，再接管',
  soAlready: '已经如此',
  told: (who: string, word: string) => `${who} ${word}`,
  notYours: '您在监督这通电话；接管后才能操作',
};

export const en: typeof zh = {
  label: 'Supervision',
  mode: {
    listen: 'Listen',
    whisper: 'Whisper (the agent alone hears)',
    join: 'Join',
    takeOver: 'Take over',
    stop: 'Stop',
  },
  sureTakeOver: 'Really take over',
  sureJoin: 'Really join',
  now: { listen: 'listens', whisper: 'whispers', join: 'has joined' },
  ringing: 'Your phone rings; it begins when you pick up',
  noSeat: 'Sign in at a seat first: your phone rings',
  busy: 'Your seat has a call',
  other: (who) => `${who} supervises this call`,
  onlyInside: 'Listen, whisper or join first, then take over',
  soAlready: 'So already',
  told: (who, word) => `${who} ${word}`,
  notYours: 'You supervise this call; take it over to command it',
};
