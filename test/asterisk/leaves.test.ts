import t from 'tap';
import { longestSilenceMs } from './audio.ts';
import {
  inPrivate,
  type Phones,
  startPhones,
  Talk,
  three,
  toOther,
  toRemote,
  two,
  withOther,
  withRemote,
} from './constellation.ts';
import type { Expected } from './ears.ts';
import { eventually, startHotline } from './hotline.ts';

type Who = 'citizen' | 'agent' | 'remote' | 'other';
type Stage = (talk: Talk, phones: Phones) => Promise<void>;

/** Nothing more of the call is there. */
const over = 'over';
/** Somebody still rings; whoever answers then is with the citizen. */
type After = Expected | typeof over;

const rings = async (phone: Phones['remote'], asked: () => Promise<void>): Promise<void> => {
  const { rung } = phone.count();
  phone.behave('ring');
  await asked();
  await eventually('it rings', () => phone.count().rung > rung || null);
};

const joined: Stage = async (talk, { remote }) => {
  remote.behave('answer');
  await talk.ask('invite', { to: toRemote, way: 'direct' });
  await talk.hears('three', three);
};

/** Every constellation in which somebody can leave. */
const stages: Readonly<Record<string, Stage>> = {
  'the remote seat rings, announced': (talk, { remote }) =>
    rings(remote, () => talk.ask('invite', { to: toRemote, way: 'announced' })),
  'the remote seat rings, direct': (talk, { remote }) =>
    rings(remote, () => talk.ask('invite', { to: toRemote, way: 'direct' })),
  'a blind transfer rings': (talk, { remote }) =>
    rings(remote, () => talk.ask('transfer', { to: toRemote, way: 'blind' })),
  'in private': async (talk, { remote }) => {
    remote.behave('answer');
    await talk.ask('invite', { to: toRemote, way: 'announced' });
    await talk.hears('in private', inPrivate);
  },
  three: joined,
  'on hold': async (talk) => {
    await talk.ask('hold');
    await talk.hears('on hold', { citizen: ['music'] });
  },
  'the two alone': async (talk, phones) => {
    await joined(talk, phones);
    await talk.ask('hold');
    await talk.hears('the two alone', withRemote);
  },
  'without the agent': async (talk, phones) => {
    await joined(talk, phones);
    await talk.ask('leave');
    await talk.hears('without the agent', withRemote);
  },
  four: async (talk, phones) => {
    await joined(talk, phones);
    phones.other.behave('answer');
    await phones.otherApi.post('/seats/8002/ready');
    await talk.ask('invite', { to: toOther, way: 'direct' });
    await talk.hears('four', {
      citizen: ['agent', 'remote', 'other'],
      agent: ['citizen', 'remote', 'other'],
      remote: ['citizen', 'agent', 'other'],
      other: ['citizen', 'agent', 'remote'],
    });
  },
  'the police is rung': (talk, { other }) => rings(other, () => talk.ask('emergency', { number: '110' })),
  'with the police': async (talk, { other }) => {
    other.behave('answer');
    await talk.ask('emergency', { number: '110' });
    await talk.hears('with the police', {
      citizen: ['agent', 'other'],
      agent: ['citizen', 'other'],
      other: ['citizen', 'agent'],
    });
  },
};

/** What becomes of it, by who leaves. Who rings still answers then, and is with the citizen. */
const table: readonly (readonly [keyof typeof stages, Who, After])[] = [
  ['the remote seat rings, announced', 'citizen', over],
  ['the remote seat rings, announced', 'agent', withRemote],
  ['the remote seat rings, direct', 'citizen', over],
  ['the remote seat rings, direct', 'agent', withRemote],
  ['a blind transfer rings', 'citizen', over],
  ['a blind transfer rings', 'agent', withRemote],
  ['in private', 'citizen', over],
  ['in private', 'agent', withRemote],
  ['in private', 'remote', two],
  ['three', 'citizen', over],
  ['three', 'agent', withRemote],
  ['three', 'remote', two],
  ['on hold', 'citizen', over],
  ['on hold', 'agent', over],
  ['the two alone', 'citizen', over],
  ['the two alone', 'agent', withRemote],
  ['the two alone', 'remote', two],
  ['without the agent', 'citizen', over],
  ['without the agent', 'remote', over],
  ['four', 'citizen', over],
  [
    'four',
    'agent',
    { citizen: ['remote', 'other'], remote: ['citizen', 'other'], other: ['citizen', 'remote'] },
  ],
  [
    'four',
    'remote',
    { citizen: ['agent', 'other'], agent: ['citizen', 'other'], other: ['citizen', 'agent'] },
  ],
  ['four', 'other', three],
  ['the police is rung', 'citizen', over],
  ['the police is rung', 'agent', withOther],
  ['with the police', 'citizen', over],
  ['with the police', 'agent', withOther],
  ['with the police', 'other', two],
];

async function leaves(who: Who, talk: Talk, phones: Phones): Promise<void> {
  if (who === 'citizen') talk.caller.hangUp();
  else phones[who].hangUp();
  const hunted = talk.now();
  if (hunted === undefined || !('hunt' in hunted) || hunted.hunt === null || who === 'citizen') return;
  await talk.when('the agent is gone', (call) => 'seatIn' in call && call.seatIn === 'gone');
  (hunted.phase === 'emergency' ? phones.other : phones.remote).answer();
}

t.test(
  'whoever hangs up in whatever constellation: who is left hears whom, and nothing is left behind',
  async (t) => {
    const hotline = await startHotline(t, {
      plan: { greeting: [], wrapUpMs: 0, farewell: { goodbye: [] } },
      emergency: { '110': ['PJSIP/8002'], '120': [], '119': [] },
    });
    const phones = await startPhones(t, hotline);
    for (const [n, [stage, who, after]] of table.entries()) {
      const what = `${stage}: the ${who} hangs up`;
      const talk = await Talk.begin(hotline, phones, String(n).padStart(4, '0'));
      await talk.hears('a talk', two);
      await stages[stage]?.(talk, phones);
      await leaves(who, talk, phones);
      if (after === over) await talk.over();
      else await talk.hears(what, after);
      t.pass(what);
      await talk.end();
      await phones.otherApi.post('/seats/8002/not-ready', { reason: 'break' });
    }
    const records = await hotline.ended(table.length);
    for (const [n, [stage, who]] of table.entries()) {
      const record = records.find(({ call }) => call.from === `1380000${String(n).padStart(4, '0')}`);
      t.match(
        { ending: record?.call.ending, recording: record?.recording },
        { ending: { outcome: 'answered' }, recording: { state: 'kept', alarm: null } },
        `${stage}: the ${who} hangs up`,
      );
      const silentMs = longestSilenceMs(record?.sound.right ?? new Float64Array(0));
      t.ok(silentMs < 700, `${stage}, ${who}: the citizen is never in silence (${String(silentMs)} ms)`);
    }
  },
);
