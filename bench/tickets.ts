import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '../src/access/model.ts';
import type { Role } from '../src/access/roles.ts';
import type { AgentId } from '../src/acd/model.ts';
import type { TicketNo } from '../src/calls/model.ts';
import { after, dayOf, type EpochMs, epochMs } from '../src/lib/time.ts';
import { createOffice } from '../src/office.ts';
import { migrate, migrationsDir } from '../src/store/migrate.ts';
import { type Db, openStore } from '../src/store/open.ts';
import { decideCase } from '../src/tickets/life/decide.ts';
import { type Case, type Kind, kinds } from '../src/tickets/life/model.ts';
import { type Book, settledOf } from '../src/tickets/life/settled.ts';
import type { Setting } from '../src/tickets/life/table.ts';
import type { LifeStore } from '../src/tickets/life-store.ts';
import { indexWords, unitWord } from '../src/tickets/words.ts';
import type { UnitId } from '../src/units/model.ts';
import { dice } from './dice.ts';
import { distribution, type Report, short } from './report.ts';

/** A year of a city of five million. */
const count = Number(process.env['H12_BENCH_TICKETS'] ?? 1_000_000);
const unitCount = 200;
const districts = ['梅江区', '梅县区', '兴宁市', '五华县', '丰顺县', '大埔县', '平远县', '蕉岭县'];
const places = [
  '江南街道',
  '金山街道',
  '三角镇',
  '城北镇',
  '长沙镇',
  '西阳镇',
  '程江镇',
  '新城办',
  '松口镇',
  '雁洋镇',
];
const subjects = [
  '路灯不亮',
  '噪音扰民',
  '垃圾无人清运',
  '自来水浑浊',
  '拖欠工资',
  '占道经营',
  '井盖破损',
  '医保报销',
  '入学咨询',
  '违章搭建',
  '公交班次',
  '物业收费',
];
const details = [
  '已持续三天',
  '多次反映未处理',
  '夜间十点以后尤其严重',
  '请尽快安排人员到场',
  '希望答复处理时限',
  '影响老人和小孩出行',
  '附近居民意见很大',
  '请核实并依法处理',
];
const topics = [
  '路灯照明',
  '噪音污染',
  '市容环境',
  '供水',
  '劳动社保',
  '治安管理',
  '医疗卫生',
  '学校教育',
  '住房物业',
  '消费维权',
];
const dayMs = 86_400_000;
const start = epochMs(Date.parse('2025-11-24T00:00:00+08:00'));
const now = after(start, 366 * dayMs);

type Roll = (below: number) => number;
type Settled = ReturnType<typeof settledOf>;

/** Whole numbers from 0 on, below what is asked. */
function rolling(seed: number): Roll {
  const roll = dice(seed);
  return (below) => Math.floor(roll() * below);
}
const pick = <T>(list: readonly T[], roll: Roll): T => list[roll(list.length)] as T;

const person = (role: Role, unit: string | null = null): Actor => ({
  ...{ id: role as string as AgentId, roles: [role], unit: unit as UnitId | null },
  ...{ district: null, cleared: false },
});

export async function benchTickets(): Promise<readonly Report[]> {
  const folder = mkdtempSync(join(tmpdir(), 'h12-tickets-'));
  const file = join(folder, 'hotline.db');
  const db = openStore(file);
  migrate(db, migrationsDir, now);
  const office = createOffice({
    ...{ db, units: { all: () => [] }, audit: () => undefined, now: () => now, timeZone: 'Asia/Shanghai' },
    failed: (err) => {
      throw err;
    },
  });
  const began = performance.now();
  generate(db, office.lives, office.book());
  const made = (performance.now() - began) / 1_000;
  const rows = [
    ['tickets', count.toLocaleString('en')],
    ['made in', `${made.toFixed(0)} s`],
    ['database', `${(statSync(file).size / 1e9).toFixed(2)} GB`],
    ['reading threads began in', await warmed(office.found)],
    ...(await searches(office.found)),
  ];
  await office.stop();
  db.close();
  rmSync(folder, { recursive: true });
  return [{ title: `tickets: a generated year of a city of five million`, rows }];
}

/** Lives made by the real rules, once for each day, kind and course; then written with their own words, numbers and units. */
function generate(db: Db, lives: LifeStore, book: Book): void {
  db.pragma('foreign_keys = OFF');
  db.pragma('synchronous = OFF');
  const roll = rolling(1);
  const write = writer(db, roll);
  const perDay = Math.ceil(count / 365);
  let n = 0;
  for (let day = 0; n < count; day += 1) {
    const at = after(start, day * dayMs + 10 * 3_600_000);
    const shapes = kinds.flatMap((kind) => [0, 1, 2, 3].map((course) => lifeOf(kind, at, course, book)));
    const settled = shapes.map((found) => settledOf(found, book));
    const dayName = dayOf(at, 'Asia/Shanghai');
    db.transaction(() => {
      for (let k = 0; k < perDay && n < count; k += 1, n += 1) {
        const s = roll(shapes.length);
        const unit = `u${String(roll(unitCount))}` as UnitId;
        const no = `${dayName}-${String(k + 1).padStart(6, '0')}` as TicketNo;
        const found = ofItsOwn(shapes[s] as Case, no, unit, roll);
        write(found, n, unit);
        lives.settle(found, settledFor(unit, settled[s] as Settled));
      }
    })();
  }
}

/** A life with a ticket's own words and unit. */
function ofItsOwn(shape: Case, no: TicketNo, unit: UnitId, roll: Roll): Case {
  const place = pick(places, roll);
  const content = {
    ...shape.content,
    ...{ district: pick(districts, roll), place, topic: pick(topics, roll) },
    title: `${place}${pick(subjects, roll)}`,
    text: `市民反映${place}${String(roll(400))}号附近${pick(subjects, roll)}，${pick(details, roll)}，${pick(details, roll)}。`,
  };
  return { ...shape, no, content, parts: shape.parts.map((part) => ({ ...part, unit })) };
}

/** Writes tickets' rows and their words in the index. */
function writer(db: Db, roll: Roll): (found: Case, n: number, unit: UnitId) => void {
  const insert = db.prepare(
    `INSERT INTO tickets (no, call_id, caller_number, state, opened_at, agent, stage, version, kind, level, district, title, topic, caller_name, life)
     VALUES (@no, @call, @number, 'open', @openedAt, 'agent1', @stage, @version, @kind, 'ordinary', @district, @title, @topic, @name, @life)`,
  );
  const index = db.prepare('INSERT INTO ticket_text (rowid, words) VALUES (?, ?)');
  return (found, n, unit) => {
    const { version, openedAt, no, ...life } = found;
    const { kind, district, title, topic, text, place } = found.content;
    const { lastInsertRowid } = insert.run({
      ...{ no, call: `C${String(n)}.1`, number: `139${String(roll(100_000_000)).padStart(8, '0')}` },
      ...{ openedAt, stage: found.state, version, life: JSON.stringify(life) },
      ...{ kind, district, title, topic, name: '' },
    });
    const words = [title, text, place, district].join('\n');
    index.run(lastInsertRowid, `${indexWords(words)} ${found.parts.length === 0 ? '' : unitWord(unit)}`);
  };
}

function settledFor(unit: UnitId, settled: Settled): Settled {
  const duties = settled.duties.map((duty) =>
    duty.owner.of === 'unit' ? { ...duty, owner: { of: 'unit' as const, unit } } : duty,
  );
  return { ...settled, duties };
}

/** What becomes of a ticket: most are replied in time, some late or again; those of the last weeks are still open. */
function lifeOf(kind: Kind, at: EpochMs, course: number, book: Book): Case {
  let found = begun(kind, at);
  const unit = 'u0';
  const setting = (actor: Actor, when: EpochMs): Setting => ({
    ...book,
    ...{ actor, at: when, topic: () => undefined, call: () => true, other: () => null },
    unit: (id) => ({ id, name: id, shortName: id, district: null, member: true }),
  });
  const act = (role: Role, days: number, action: Parameters<typeof decideCase>[1]): void => {
    const when = after(at, days * dayMs);
    if (when >= now) return;
    const outcome = decideCase(
      found,
      action,
      setting(person(role, role.startsWith('unit') ? unit : null), when),
    );
    if ('next' in outcome) found = outcome.next;
  };
  const part = 1 as never;
  act('agent', 0, { type: 'dispatch', to: [{ unit: unit as UnitId, role: 'sole' }], otherLimits: [] });
  act('unitClerk', course === 3 ? 4 : 0.2, { type: 'contact', part });
  act('unitClerk', 0.5, { type: 'decideReport', part, accepted: true, reason: '' });
  if (course === 2) act('managementOffice', 3, { type: 'urge', part, text: '请抓紧' });
  act('unitReviewer', course === 2 ? 40 : 2 + course, {
    type: 'reply',
    part,
    text: '已派员处理完毕，市民表示认可。',
  });
  const level = (5 - (course % 3)) as 5;
  act('agent', course === 2 ? 41 : 6, {
    ...{ type: 'followUp', reached: true, satisfaction: { timeliness: level, result: level }, note: '' },
  });
  act('agent', course === 2 ? 42 : 7, { type: 'archive' });
  return found;
}

const begun = (kind: Kind, at: EpochMs): Case => ({
  ...{ no: '' as TicketNo, version: 1, state: 'open', level: 'ordinary', openedAt: at, since: at, calls: [] },
  content: {
    ...{ kind, topic: null, title: 'x', text: 'x', district: '梅江区', place: '' },
    ...{ callerName: '', keepIdentity: false },
  },
  ...{ scopeReason: null, answer: null, office: null, parts: [], followUps: [], redoes: [], remarks: [] },
  ...{ mergedInto: null, closedAt: null },
});

type Found = ReturnType<typeof createOffice>['found'];
const rounds = 20;

type Question = readonly [name: string, ask: () => Promise<unknown>];

/** What somebody at a screen asks, 100 results each. */
function questionsOf(found: Found): readonly Question[] {
  const leader = person('shiftLeader');
  const unit = person('unitClerk', 'u17');
  const place = { after: null, limit: 100 };
  const month = { since: after(now, -31 * dayMs), until: now };
  return [
    ['found: two characters, 路灯', () => found.find(leader, { text: '路灯' }, place)],
    ['found: four characters, 垃圾无人', () => found.find(leader, { text: '垃圾无人' }, place)],
    ['found: one character, 水', () => found.find(leader, { text: '水' }, place)],
    ['found: place and word, 松口镇 井盖', () => found.find(leader, { text: '松口镇 井盖' }, place)],
    ['found: what is nowhere, 飞机场', () => found.find(leader, { text: '飞机场' }, place)],
    ['found: a word of one unit of 200', () => found.find(unit, { text: '噪音' }, place)],
    ['found: a number', () => found.find(leader, { callerNumber: '13900000001' }, place)],
    ["found: a unit's own, newest", () => found.find(unit, {}, place)],
    [
      'found: kind, district and state',
      () => found.find(leader, { kind: 'report', district: '大埔县', stage: 'archived' }, place),
    ],
    ['found: topic and due date', () => found.find(leader, { topic: '供水', dueUntil: now }, place)],
    ['due: everybody’s', () => found.due(leader, {}, place)],
    ['due: red cards of one unit', () => found.due(unit, { card: 'red' }, place)],
    ['due: follow-ups', () => found.due(leader, { step: 'followUp' }, place)],
    ['due: a district', () => found.due(leader, { district: '五华县', card: 'red' }, place)],
    ['statistics: a month by unit', () => found.count(leader, 'unit', month)],
    ['statistics: the year by topic', () => found.count(leader, 'topic', { since: start, until: now })],
    [
      'behind a figure: answered late, one unit',
      () => found.find(leader, { unit: 'u17', figure: 'answeredLate', since: start, until: now }, place),
    ],
  ];
}

/** As at a start of the hotline: nobody asks before the threads are there. */
async function warmed(found: Found): Promise<string> {
  const before = performance.now();
  await found.warm();
  return `${short(performance.now() - before)} ms`;
}

/** Each question several times, as somebody at a screen asks it: with the thread that reads, and back. */
async function searches(found: Found): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for (const [name, ask] of questionsOf(found)) {
    const took: number[] = [];
    for (let round = 0; round < (name.startsWith('statistics') ? 3 : rounds); round += 1) {
      const before = performance.now();
      await ask();
      took.push(performance.now() - before);
    }
    const [first = Number.NaN, ...later] = took;
    rows.push([name, `first ${short(first)} ms, later ${distribution(later, 'ms')}`]);
  }
  return rows;
}
