import t from 'tap';
import type { AgentId, Assignment, QueueId, SkillName } from '../../src/acd/model.ts';
import { asAnybody, everybodys } from '../../src/acd/model.ts';
import type { EmergencyRoute } from '../../src/emergency/model.ts';
import { checkPlan } from '../../src/routing/check.ts';
import { missingAround, type Surroundings } from '../../src/routing/served.ts';
import type { VersionNo } from '../../src/routing/timeline.ts';
import { freshStore, noon } from '../store/samples.ts';
import { plansIn } from './place.ts';

const general = 'general' as QueueId;
const cityRoute = { name: 'desk', way: 'PJSIP/110@trunk', district: null } as unknown as EmergencyRoute;
const house: Surroundings = {
  seats: [{ provisioned: [general] }],
  agents: [asAnybody],
  routes: { '110': [cityRoute], '120': [cityRoute], '119': [cityRoute] },
  districts: ['梅江区'],
  inEarnest: true,
  playable: null,
  playableIn: () => null,
};
function found(document: object, around: Partial<Surroundings> = {}): readonly string[] {
  const checked = checkPlan(document);
  if (!checked.ok) throw new Error(checked.problems.join('\n'));
  return missingAround(checked.plan, { ...house, ...around }).map(
    ({ severity, code, at }) => `${severity} ${code} ${at}`,
  );
}
const serving = (queue: string, level: number): Assignment => ({
  places: [{ queue: queue as QueueId, ...everybodys }],
  skills: [{ skill: 'hakka' as SkillName, level }],
});

t.test('a queue that calls come to and nobody serves is an error, unless it leads on', async (t) => {
  t.strictSame(found({}), []);
  t.strictSame(found({}, { seats: [], agents: [] }), ['error queueUnserved /queues/general']);
  const tax = { menu: { prompts: ['menu'], options: { '1': 'tax' } } };
  t.strictSame(found({ ...tax, queues: { tax: {} } }), ['error queueUnserved /queues/tax']);
  t.strictSame(found({ ...tax, queues: { tax: {} } }, { agents: [asAnybody, serving('tax', 1)] }), []);
  t.strictSame(found({ ...tax, queues: { tax: { overflow: { to: 'general', unstaffed: true } } } }), []);
  t.strictSame(found({ queues: { tax: {} } }), [], 'none comes to it');
});

t.test('skills that nobody who serves the queue has are doubtful', async (t) => {
  const document = { skills: { hakka: 3 } };
  t.strictSame(found(document), ['warning queueWithoutSkill /queues/general']);
  t.strictSame(found(document, { agents: [serving('general', 2)] }), [
    'warning queueWithoutSkill /queues/general',
  ]);
  t.strictSame(found(document, { agents: [serving('general', 3)] }), []);
});

t.test(
  'a language whose skills nobody has in a queue of its entry is doubtful, for each such queue',
  async (t) => {
    const hakka = { language: 'hak', skills: { hakka: 3 } };
    const languages = { prompts: ['choose-language'], options: { '1': 'zh-CN', '2': hakka } };
    const lacks = 'warning languageWithoutSkill /entries/0/languages/options/2';
    t.strictSame(found({ languages }), [lacks]);
    t.strictSame(found({ languages }, { agents: [asAnybody, serving('general', 2)] }), [lacks]);
    t.strictSame(found({ languages }, { agents: [asAnybody, serving('general', 3)] }), []);
    const menu = { prompts: ['menu'], options: { '1': 'tax', '2': 'general' } };
    const both = { languages, menu, queues: { tax: {} } };
    t.strictSame(found(both, { agents: [serving('general', 3), serving('tax', 1)] }), [lacks]);
    t.strictSame(found(both, { agents: [serving('general', 3), serving('tax', 3)] }), []);
    const lawful = { languages, queues: { general: { skills: { law: 1 } } } };
    const law = { ...serving('general', 3), skills: [{ skill: 'law' as SkillName, level: 1 }] };
    t.strictSame(found(lawful, { agents: [serving('general', 3), law] }), [lacks], 'nobody has both');
  },
);

t.test(
  'prompts that cannot be played, each where it is named; nothing is said where nobody knows',
  async (t) => {
    const playable = new Set(['greeting', 'recording-notice']);
    const document = { greeting: ['greeting', 'typhoon'] };
    t.ok(found(document, { playable }).includes('error promptMissing /entries/0/greeting/1'));
    t.notOk(found(document, { playable }).includes('error promptMissing /entries/0/greeting/0'));
    t.strictSame(found(document, { playable: null }), []);
    const spoken = { ...document, languages: { prompts: [], options: { '2': 'yue' } } };
    const whole = new Set(['greeting']);
    const lacks = 'warning promptNotInLanguage /entries/0/languages/options/2';
    t.ok(found(spoken, { playableIn: () => whole }).includes(lacks));
    t.strictSame(found(spoken, { playableIn: () => null }), []);
    t.strictSame(found(document, { playableIn: () => whole }), [], 'nobody hears another language');
  },
);

t.test('each emergency number has a way for each district', async (t) => {
  const own = { ...cityRoute, district: '梅江区' };
  t.strictSame(found({}, { routes: { ...house.routes, '119': [] } }), ['error noEmergencyRoute ']);
  t.strictSame(found({}, { routes: { ...house.routes, '119': [] }, inEarnest: false }), [
    'warning noEmergencyRoute ',
  ]);
  t.strictSame(found({}, { routes: { ...house.routes, '119': [own] } }), []);
  t.strictSame(found({}, { routes: { ...house.routes, '119': [own] }, districts: ['梅江区', '梅县区'] }), [
    'error noDistrictRoute ',
  ]);
});

t.test('a draft with an error is not published, and nothing has changed; one with a doubt is', async (t) => {
  const { db } = freshStore(t);
  const { plans, drafts } = plansIn(db, { now: () => noon, around: () => house });
  const who = { agent: 'routing' as AgentId, actor: 'routing', address: null };
  const first = 1 as VersionNo;
  const publish = (document: Record<string, unknown>) => {
    const draft = drafts.begin({ title: 'a', version: first, document }, who);
    if ('code' in draft) throw new Error(draft.code);
    const when = { reason: 'test', from: null, until: null };
    return drafts.publish(draft.id, { ...when, revision: 1, over: first }, who);
  };
  const circle = { general: { overflow: { to: 'b' } }, b: { overflow: { to: 'general' } } };
  t.match(publish({ queues: circle }), { code: 'H12_PLAN_UNUSABLE', findings: [{ code: 'overflowLoop' }] });
  t.match(publish({ queue: 'tax' }), { code: 'H12_PLAN_UNUSABLE', findings: [{ code: 'queueUnserved' }] });
  t.equal(plans.version, first, 'nothing has changed');
  t.match(publish({ skills: { hakka: 3 } }), Number);
  t.equal(plans.version, 2);
});
