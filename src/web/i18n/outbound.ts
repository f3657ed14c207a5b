/** Words about citizens whom the hotline calls. */
export const zh = {
  outcome: {
    busy: '对方忙',
    noAnswer: '无人接听',
    refused: '对方拒接',
    unreachable: '无法接通',
    seatNotReached: '本席话机未接',
    cancelled: '座席取消',
    withdrawn: '不必再回拨',
  },
  step: {
    ordered: '由热线呼叫市民',
    citizenReady: '呼叫市民号码',
    citizenRinging: '市民话机振铃',
    citizenAnswered: '市民应答，开始通话，录音开始',
    citizenHungUp: '市民一方的话路结束',
    seatUp: (seat: string) => `${seat} 应答，准备呼叫市民`,
    dialFailed: '交换机未能呼出',
    dialTimedOut: '市民话机振铃超时',
    withdrawn: '不必再回拨',
  },
};

export const en: typeof zh = {
  outcome: {
    busy: 'Busy',
    noAnswer: 'No answer',
    refused: 'Refused',
    unreachable: 'Unreachable',
    seatNotReached: "Seat's phone not answered",
    cancelled: 'Cancelled by the seat',
    withdrawn: 'No longer needed',
  },
  step: {
    ordered: 'The hotline calls the citizen',
    citizenReady: "The citizen's number is dialled",
    citizenRinging: "The citizen's phone rings",
    citizenAnswered: 'The citizen answers: talk and recording begin',
    citizenHungUp: "The citizen's line ended",
    seatUp: (seat: string) => `${seat} answers, the citizen is to be dialled`,
    dialFailed: 'The switch could not dial',
    dialTimedOut: "The citizen's phone rang too long",
    withdrawn: 'The call-back is not needed any more',
  },
};
