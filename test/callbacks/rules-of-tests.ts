import type { CallBackRules } from '../../src/callbacks/model.ts';

/** Citizens are rung from 8 to 21, as usual. */
export const callBackRules: CallBackRules = {
  timeZone: 'Asia/Shanghai',
  fromMs: 8 * 3_600_000,
  untilMs: 21 * 3_600_000,
};
