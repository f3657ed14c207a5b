import type { Case, Kind, ScopeReason, State } from './life/model.ts';

/** Chinese words of what stands in exported files; the screens have their own (src/web/i18n). */
export const kindWords: Readonly<Record<Kind, string>> = {
  consultation: '咨询',
  complaint: '投诉',
  report: '举报',
  appeal: '申诉',
  help: '求助（建议）',
};
export const stageWords: Readonly<Record<State, string>> = {
  open: '受理中',
  outOfScope: '不予受理',
  resolved: '即办办结',
  atOffice: '待转派',
  withUnits: '办理中',
  returned: '已退件',
  followUp: '待回访',
  archived: '已归档',
  merged: '已合并',
};
export const partWords: Readonly<Record<Case['parts'][number]['state'], string>> = {
  sent: '待查收',
  acknowledged: '办理中',
  replied: '已回复',
  returned: '已退件',
  redone: '已责成重办',
  withdrawn: '已随牵头单位退件撤回',
};
export const remarkWords: Readonly<Record<Case['remarks'][number]['kind'], string>> = {
  urge: '催办',
  inspection: '督查意见',
  instruction: '领导批示',
};
/** Art. 9, 1 to 8. */
export const scopeWords: Readonly<Record<ScopeReason, string>> = {
  otherJurisdiction: '不属于本市行政管辖权范围',
  secretsOrPrivacy: '涉及国家机密、商业秘密、个人隐私',
  militaryOrPending: '涉军管辖事项或已进入诉讼、仲裁、行政复议程序',
  againstRights: '明显违背其他个人、企业单位合法权益',
  againstLaw: '违反法律法规和社会公德',
  fabricated: '捏造或者歪曲事实，散布谣言，扰乱社会秩序',
  abusive: '公开侮辱他人、捏造事实诽谤他人或者恶意攻击他人',
  beyondPower: '其他超出政府公共行政权限的情形',
};
export const actionWords: Readonly<Record<string, string>> = {
  fill: '填写',
  setLevel: '调整密级',
  linkCall: '关联通话',
  refuseScope: '不予受理',
  resolve: '即办答复',
  handToOffice: '转责任办公室',
  dispatch: '派发',
  acknowledge: '查收',
  contact: '联系市民',
  decideReport: '决定是否受理',
  reply: '办结回复',
  return: '退件',
  askExtension: '申请延时',
  decideExtension: '审批延时',
  urge: '催办',
  inspect: '督查意见',
  instruct: '领导批示',
  followUp: '回访',
  redo: '责成重办',
  archive: '归档',
  merge: '合并',
  renewLimits: '时限规则变更',
  keySatisfaction: '市民按键评价',
  noteCall: '关联通话',
  addFile: '添加附件',
};
