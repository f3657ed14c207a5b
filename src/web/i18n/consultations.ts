import type { RecordingKind } from '../../recordings/model.ts';

/** Who is heard on which side of a recording. */
type Sides = {
  readonly left: string;
  readonly right: string;
  readonly modes: Readonly<Record<'both' | 'apart' | 'left' | 'right', string>>;
};
const both = { zh: { both: '两方', apart: '左右分开' }, en: { both: 'Both', apart: 'Left and right' } };

export const sides: Readonly<Record<'zh' | 'en', Readonly<Record<RecordingKind, Sides>>>> = {
  zh: {
    call: {
      left: '市民',
      right: '市民所听',
      modes: { ...both.zh, left: '只听市民', right: '只听市民所听' },
    },
    consultation: {
      left: '话务员',
      right: '被咨询方',
      modes: { ...both.zh, left: '只听话务员', right: '只听被咨询方' },
    },
  },
  en: {
    call: {
      left: 'Citizen',
      right: 'What the citizen hears',
      modes: { ...both.en, left: 'Citizen only', right: 'What the citizen hears' },
    },
    consultation: {
      left: 'Agent',
      right: 'Who was asked',
      modes: { ...both.en, left: 'Agent only', right: 'Who was asked only' },
    },
  },
};

/** Words of private talks on the call's page, in Chinese. */
export const zh = {
  title: '私下咨询',
  hint: '市民听音乐时话务员与他人的谈话，单独录音。',
  who: (agent: string, name: string) => `${agent} 与 ${name}`,
  goesOn: '进行中',
};

/** The same in English. */
export const en: typeof zh = {
  title: 'Private talks',
  hint: 'What the agent said to somebody while the citizen heard music; recorded apart.',
  who: (agent, name) => `${agent} with ${name}`,
  goesOn: 'goes on',
};
