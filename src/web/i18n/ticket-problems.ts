/** Refusals of what somebody did with a ticket, by their stable codes. */
export const problemsZh = {
  H12_TICKET_CHANGED: '他人刚刚修改了这张工单，请看最新内容后再操作。',
  H12_TICKET_STATE: '工单当前状态下不能这样操作。',
  H12_TICKET_ROLE: '这不是您的岗位办理的事项。',
  H12_TICKET_NOT_YOURS: '这张工单不归您办理，或属涉密工单。',
  H12_TICKET_INCOMPLETE: '工单要素不全：请填写类别、标题、内容、发生地和必要的理由。',
  H12_TICKET_PART: '该承办事项当前不能这样操作。',
  H12_TICKET_UNITS: '承办单位不符合要求：多个单位须由责任办公室指定一个牵头；非成员单位须转责任办公室。',
  H12_TICKET_TOO_LATE: '已超过 2 个工作日，不能退件（第十六条）。',
  H12_TICKET_TARGET: '目标工单不存在、已关闭，或就是本单。',
  H12_NEED_NOT_CALL: '您的岗位不需要联系市民，不显示号码。',
  H12_FILE_TYPE: '不支持这种文件，或文件内容与类型不符。',
  H12_BODY_TOO_LARGE: '文件超过 10 MB。',
  H12_TOO_MANY_FILES: '这张工单的附件已达上限。',
  H12_TOO_MANY_ROWS: '结果过多，请缩小条件后再导出。',
};

export const problemsEn: Readonly<Record<keyof typeof problemsZh, string>> = {
  H12_TICKET_CHANGED: 'Somebody has just changed this ticket. Look at it again first.',
  H12_TICKET_STATE: 'Not in the state that the ticket is in.',
  H12_TICKET_ROLE: 'This is not for your role to do.',
  H12_TICKET_NOT_YOURS: 'This ticket is not yours to handle, or it is confidential.',
  H12_TICKET_INCOMPLETE: 'Something is missing: kind, title, words, place, and a reason where one is needed.',
  H12_TICKET_PART: 'Not in the state that this part is in.',
  H12_TICKET_UNITS:
    'These units cannot have it: of several the office responsible names one that leads; units that are no members are reached through the office.',
  H12_TICKET_TOO_LATE: 'More than 2 working days have passed: it cannot be returned (Art. 16).',
  H12_TICKET_TARGET: 'The other ticket is not there, is closed, or is this one.',
  H12_NEED_NOT_CALL: 'Your role need not call the citizen, so the number is not shown.',
  H12_FILE_TYPE: 'Files of this kind are not taken, or it is not what its name says.',
  H12_BODY_TOO_LARGE: 'The file is larger than 10 MB.',
  H12_TOO_MANY_FILES: 'This ticket has as many files as it can have.',
  H12_TOO_MANY_ROWS: 'Too many are found to export them; narrow the search.',
};
