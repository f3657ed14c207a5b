const zh = {
  step: {
    ofLeg: {
      PartyRinging: (who: string) => `${who} 振铃`,
      PartyAnswered: (who: string) => `${who} 接听，加入通话`,
      PartyLegEnded: (who: string) => `${who} 离开或未接通`,
      PartyRingFailed: (who: string) => `${who} 无法呼叫`,
      MuteAsked: (who: string) => `话务员切换 ${who} 的静音`,
      DropAsked: (who: string) => `话务员请 ${who} 离开`,
    },
    timedOut: '对方未在时限内接听',
    emergency: (number: string) => `话务员转接 ${number}`,
    invite: {
      emergency: (name: string) => `转接 ${name}`,
      join: (name: string) => `话务员邀请 ${name} 直接加入`,
      consult: (name: string) => `话务员先与 ${name} 通报`,
      transfer: (name: string) => `话务员转接 ${name}`,
    },
    brings: '话务员带对方回到三方通话',
    returns: '话务员回到来电人',
    asked: {
      CancelAsked: '话务员取消呼叫',
      HoldAsked: '话务员保持通话',
      LeaveAsked: '话务员离开，其余各方继续',
    },
  },
};

const en: typeof zh = {
  step: {
    ofLeg: {
      PartyRinging: (who) => `${who} rings`,
      PartyAnswered: (who) => `${who} answered and joined`,
      PartyLegEnded: (who) => `${who} left or was not reached`,
      PartyRingFailed: (who) => `${who} could not be rung`,
      MuteAsked: (who) => `agent muted or unmuted ${who}`,
      DropAsked: (who) => `agent sent ${who} away`,
    },
    timedOut: 'not answered in time',
    emergency: (number) => `agent puts through to ${number}`,
    invite: {
      emergency: (name) => `put through to ${name}`,
      join: (name) => `agent asks ${name} in`,
      consult: (name) => `agent asks ${name} in private`,
      transfer: (name) => `agent transfers to ${name}`,
    },
    brings: 'agent brings the other along to the citizen',
    returns: 'agent returns to the citizen',
    asked: {
      CancelAsked: 'agent stops the ringing',
      HoldAsked: 'agent steps aside',
      LeaveAsked: 'agent leaves the others',
    },
  },
};

/** Emergencies, conferences, transfers. */
export const conference = { zh, en };
