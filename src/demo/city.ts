import type { QueueId, SeatId } from '../acd/model.ts';
import type { City } from '../provision.ts';
import type { RemoteSeatId, UnitId } from '../units/model.ts';

const general = 'general' as QueueId;

type UnitOfCity = City['units'][number];
const unit = (id: string, name: string, shortName: string, more: Partial<UnitOfCity> = {}): UnitOfCity => ({
  id: id as UnitId,
  name,
  shortName,
  district: null,
  member: true,
  ...more,
});

/** With a number it is dialled over the trunk, which ends in the dialplan here; without one it has a SIP phone of its own. */
const remote = (id: string, name: string, number?: string, signsIn = false) => ({
  id: id as RemoteSeatId,
  name,
  signsIn,
  ...(number === undefined ? {} : { number }),
});

const topic = (name: string, unitId: string, districts: Readonly<Record<string, string>> = {}) => ({
  name,
  units: [
    ...Object.entries(districts).map(([district, id]) => ({ district, unit: id as UnitId })),
    { district: null, unit: unitId as UnitId },
  ],
});

const seatIds = ['8001', '8002', '8003', '8004', '8005', '8006'] as SeatId[];

/**
 * The demonstration city: a first run without data has something to show. It is made up of offices every Chinese city has; nobody in
 * it is real, and its trunk ends in the dialplan.
 */
export const demoCity: City = {
  units: [
    unit('rsj', '市人力资源和社会保障局', '人社局', {
      topics: ['社保', '医保', '工资拖欠', '劳动仲裁'],
      remoteSeats: [
        remote('rsj-1', '人社局 窗口'),
        remote('rsj-2', '人社局 值班电话', '07532110001'),
        remote('rsj-3', '人社局 专家', undefined, true),
      ],
    }),
    unit('gaj', '市公安局', '公安局', {
      topics: ['户籍', '身份证', '出入境'],
      remoteSeats: [remote('gaj-1', '公安局 户政大厅', '07532110010')],
    }),
    unit('cgj', '市城市管理和综合执法局', '城管局', {
      topics: ['占道经营', '噪音', '违章建筑'],
      atOnce: true,
      remoteSeats: [remote('cgj-1', '城管局 指挥中心'), remote('cgj-2', '城管局 值班电话', '07532110020')],
    }),
    unit('wjj', '市卫生健康局', '卫健局'),
    unit('jyj', '市教育局', '教育局'),
    unit('sthjj', '市生态环境局', '生态环境局', {
      topics: ['污水', '废气', '噪音'],
      remoteSeats: [remote('sthjj-1', '生态环境局 值班电话', '07532110030')],
    }),
    unit('scjgj', '市市场监督管理局', '市场监管局'),
    unit('zjj', '市住房和城乡建设局', '住建局'),
    unit('mjq', '梅江区人民政府', '梅江区', { district: '梅江区' }),
    unit('mxq', '梅县区人民政府', '梅县区', { district: '梅县区' }),
    unit('gdj', '供电局', '供电局', { member: false }),
    unit('zls', '自来水公司', '自来水', { member: false }),
  ],
  topics: [
    topic('劳动社保', 'rsj'),
    topic('治安管理', 'gaj'),
    topic('市容环境', 'cgj', { 梅江区: 'mjq', 梅县区: 'mxq' }),
    topic('路灯照明', 'cgj'),
    topic('医疗卫生', 'wjj'),
    topic('学校教育', 'jyj'),
    topic('噪音污染', 'sthjj'),
    topic('消费维权', 'scjgj'),
    topic('住房物业', 'zjj'),
    topic('供电', 'gdj'),
    topic('供水', 'zls'),
    { ...topic('涉及举报人安全', 'gaj'), confidential: true },
  ],
  seats: seatIds.map((id) => ({ id, queues: [general] })),
  people: [
    { username: 'admin', displayName: '系统管理员', roles: ['systemAdministrator'] },
    { username: 'leader', displayName: '班长 何敏', roles: ['shiftLeader'] },
    { username: 'agent1', displayName: '话务员 陈静', roles: ['agent'] },
    { username: 'agent2', displayName: '话务员 刘洋', roles: ['agent'] },
    { username: 'agent3', displayName: '话务员 黄丽', roles: ['agent'] },
    { username: 'agent4', displayName: '话务员 吴涛', roles: ['agent'] },
    { username: 'agent5', displayName: '话务员 李娜', roles: ['agent'] },
    { username: 'agent6', displayName: '话务员 张伟', roles: ['agent'] },
    { username: 'rsj1', displayName: '人社局 经办 周婷', roles: ['unitClerk'], unit: 'rsj' as UnitId },
    { username: 'rsj2', displayName: '人社局 审核 郑凯', roles: ['unitReviewer'], unit: 'rsj' as UnitId },
    { username: 'cgj1', displayName: '城管局 经办 曾强', roles: ['unitClerk'], unit: 'cgj' as UnitId },
    {
      username: 'meijiang',
      displayName: '梅江区责任单位 古兰',
      roles: ['districtOffice'],
      district: '梅江区',
    },
    { username: 'office', displayName: '市中心管理办 叶青', roles: ['managementOffice'], cleared: true },
    { username: 'inspector', displayName: '监察 罗正', roles: ['inspector'] },
    { username: 'routing', displayName: '路由管理员 温达', roles: ['routingAdministrator'] },
    { username: 'custodian', displayName: '录音管理员 丘月', roles: ['recordingCustodian'], cleared: true },
  ],
};
