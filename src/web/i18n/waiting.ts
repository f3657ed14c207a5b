/** The caller's way: menu, queue, announcements, satisfaction. */
export const zh = {
  outcome: {
    queueFull: '队列已满',
    closed: '非服务时间',
    holiday: '节假日',
    blocked: '名单拦截',
    callBackAsked: '选择回电',
  },
  phase: { menu: '按键选择', survey: '满意度评价' },
  step: {
    menu: '播放按键菜单',
    survey: '请来电人评价满意度',
    keyPressed: (key: string) => `来电人按键 ${key}`,
    announced: (position: number | null) =>
      position === null ? '播放等候提示' : `播放等候提示，排在第 ${String(position)} 位`,
    sentOn: '等候较久，转入其他队列，保留原等候时间',
    noKey: '未按键',
    crowded: '队列等候人数已达上限',
  },
  survey: {
    title: '满意度',
    levels: { 1: '非常满意', 2: '满意', 3: '一般', 4: '不满意', 5: '非常不满意' },
    none: '已邀请，未评价',
  },
};

type Waiting = typeof zh;

export const en: Waiting = {
  outcome: {
    queueFull: 'Queue full',
    closed: 'Closed',
    holiday: 'Holiday',
    blocked: 'Blocked',
    callBackAsked: 'Call-back asked',
  },
  phase: { menu: 'Menu', survey: 'Survey' },
  step: {
    menu: 'Menu is played',
    survey: 'The caller is asked for satisfaction',
    keyPressed: (key: string) => `The caller pressed ${key}`,
    announced: (position: number | null) =>
      position === null
        ? 'Announcement in the queue'
        : `Announcement in the queue, place ${String(position)}`,
    sentOn: 'Sent on to another queue, with the time already waited',
    noKey: 'No key was pressed',
    crowded: 'So many wait in the queue already',
  },
  survey: {
    title: 'Satisfaction',
    levels: { 1: 'Very satisfied', 2: 'Satisfied', 3: 'Fair', 4: 'Dissatisfied', 5: 'Very dissatisfied' },
    none: 'Asked, no answer',
  },
};
