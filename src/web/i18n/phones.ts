/** Words of the phones: the softphone in the page, and the administrator's seats. */
export const zh = {
  step: {
    gone: '软电话连接中断，通话保持，等待其恢复',
    back: '软电话恢复连接',
    lost: '软电话未恢复，座席话路已释放',
  },
};

export const en: typeof zh = {
  step: {
    gone: 'The softphone lost its connection; the talk goes on while it may come back',
    back: 'The softphone is back',
    lost: 'The softphone did not come back; the seat was let go',
  },
};
