/** What somebody must see to now, and the ways to the emergency desks. */
export const zh = {
  title: '告警',
  some: (n: number) => `${String(n)} 项告警`,
  switchDown: '话路中断',
  journalHeld: '通话记录尚未写入磁盘',
  recordings: (n: number) => `${n >= 100 ? '100 份以上' : `${String(n)} 份`}录音缺失或受损，请录音保管员核查`,
  emergencyRoutes: (n: number) => `${String(n)} 条紧急线路不可靠，请系统管理员检查`,
  diskLow: (where: string, free: string) => `${where}磁盘将满，只剩 ${free}，请系统管理员清理`,
  diskUnread: (where: string) => `${where}目录无法读取，请系统管理员检查`,
  folder: { data: '数据', recordings: '录音库', spool: '录音暂存' },
};

export const en: typeof zh = {
  title: 'Alarms',
  some: (n) => (n === 1 ? '1 alarm' : `${String(n)} alarms`),
  switchDown: 'Switch down',
  journalHeld: 'Call records are not yet on disk',
  recordings: (n) =>
    `${n >= 100 ? 'More than 100' : String(n)} recordings missing or damaged: the recording custodian must look`,
  emergencyRoutes: (n) =>
    `${n === 1 ? '1 way to an emergency desk' : `${String(n)} ways to emergency desks`} cannot be relied on: the system administrator must look`,
  diskLow: (where, free) => `The disk of ${where} is nearly full, ${free} left`,
  diskUnread: (where) => `The folder of ${where} cannot be read`,
  folder: { data: 'the data', recordings: 'the recordings', spool: 'the spool' },
};
