import type { ActionOf } from './actions.ts';
import { followedUp, withCall } from './follow-up.ts';
import type { Case, Content, FollowUpTry, Part, State } from './model.ts';
import { activeParts, givenProblem, newParts } from './parts.ts';
import { next, type Outcome, type Row, refuse, type Setting, type Table } from './table.ts';

/** What the call centre does with a ticket, and the offices that pass one on. */

const centre = { agent: 'any', shiftLeader: 'any' } as const;
const offices = { managementOffice: 'any', districtOffice: 'district' } as const;
const unfinished: readonly State[] = ['open', 'atOffice', 'withUnits', 'returned', 'followUp'];

const fill: Row<'fill'> = {
  article: '第十条',
  from: ['open', 'returned'],
  by: centre,
  act: (found, { content }, { topic }, article) => {
    const named = content.topic ?? null;
    return named !== null && topic(named) === undefined
      ? refuse('H12_TICKET_INCOMPLETE', 'there is no such topic', article)
      : next({ ...found, content: { ...found.content, ...content } });
  },
};

const setLevel: Row<'setLevel'> = {
  article: '第二十一条',
  from: unfinished,
  by: { ...centre, managementOffice: 'any' },
  act: (found, { level }, { actor }, article) =>
    found.level === 'confidential' && !actor.cleared
      ? refuse('H12_TICKET_NOT_YOURS', 'only people cleared for it lower the level', article)
      : next({ ...found, level }),
};

const linkCall: Row<'linkCall'> = {
  article: '第十条',
  from: unfinished,
  by: centre,
  act: (found, { call }, { call: there }, article) =>
    there(call)
      ? next(withCall(found, call))
      : refuse('H12_TICKET_TARGET', 'there was no such call', article),
};

const refuseScope: Row<'refuseScope'> = {
  article: '第九条',
  from: ['open'],
  by: centre,
  act: (found, { reason }, setting) =>
    next({
      ...found,
      ...{ level: levelOf(found, setting), state: 'outOfScope' },
      ...{ scopeReason: reason, closedAt: setting.at },
    }),
};

const resolve: Row<'resolve'> = {
  article: '第十一条（一）',
  from: ['open'],
  by: centre,
  act: (found, { answer }, setting, article) =>
    found.content.kind === null || answer.trim() === ''
      ? refuse('H12_TICKET_INCOMPLETE', 'the kind and the answer given are missing', article)
      : next({ ...found, level: levelOf(found, setting), state: 'resolved', answer, closedAt: setting.at }),
};

/** What nobody can work without. */
function incomplete({ kind, title, text, district }: Content): string | null {
  if (kind === null) return 'the kind is missing';
  if (title.trim() === '' || text.trim() === '') return 'title and text are missing';
  return district === null ? 'the place where the matter arises is missing' : null;
}

const handToOffice: Row<'handToOffice'> = {
  article: '第十一条（二）',
  from: ['open', 'returned'],
  by: centre,
  act: (found, { district }, setting, article) => {
    const problem = incomplete(found.content);
    if (problem !== null) return refuse('H12_TICKET_INCOMPLETE', problem, article);
    const level = levelOf(found, setting);
    return next({ ...found, level, state: 'atOffice', office: { district, since: setting.at } });
  },
};

/** A matter that units have declared confidential goes on, and is kept, as such (Art. 21). */
const levelOf = ({ level, content }: Case, { topic }: Setting): Case['level'] =>
  content.topic !== null && topic(content.topic)?.confidential === true ? 'confidential' : level;

const dispatch: Row<'dispatch'> = {
  article: '第十一条（二）',
  from: ['open', 'atOffice', 'returned'],
  by: { ...centre, ...offices },
  only: { atOffice: ['managementOffice', 'districtOffice'] },
  act: (found, action, setting, article) => {
    const { kind } = found.content;
    const problem = incomplete(found.content);
    if (problem !== null || kind === null)
      return refuse('H12_TICKET_INCOMPLETE', problem ?? 'the kind is missing', article);
    const given = givenProblem(action.to);
    if (given !== null) return refuse('H12_TICKET_UNITS', given, '第十七条');
    const barred = barredFrom(found, action, setting);
    if (barred !== null) return barred;
    const when = { at: setting.at, kind };
    const to = action.to.map((one) => ({ ...one, others: action.otherLimits }));
    const parts = [...found.parts, ...newParts(to, found.parts.length + 1, when, setting.limits)];
    return next({ ...found, level: levelOf(found, setting), state: 'withUnits', office: null, parts });
  },
};

/** The call centre gives a ticket to one member unit; whatever else needs the office responsible, a confidential matter people cleared for it. */
function barredFrom(found: Case, { to }: ActionOf<'dispatch'>, setting: Setting): Outcome | null {
  const { actor, unit } = setting;
  if (levelOf(found, setting) === 'confidential' && !actor.cleared)
    return refuse('H12_TICKET_NOT_YOURS', 'a confidential matter is handed to the office', '第二十一条');
  const units = to.map(({ unit: id }) => unit(id));
  if (units.includes(undefined)) return refuse('H12_TICKET_UNITS', 'there is no such unit', '第十一条（二）');
  const office = actor.roles.some((role) => role === 'managementOffice' || role === 'districtOffice');
  if (office) return null;
  if (to.length > 1)
    return refuse('H12_TICKET_UNITS', 'several units are named by the office responsible', '第十七条');
  return units.some((one) => one?.member === false)
    ? refuse('H12_TICKET_UNITS', 'this unit is not a member: hand the ticket to the office', '第十一条（二）')
    : null;
}

const followUp: Row<'followUp'> = {
  article: '第十三条',
  from: ['followUp'],
  by: centre,
  act: (found, { reached, satisfaction, call = null, note }, { actor, at, call: there }, article) => {
    if (call !== null && !there(call)) return refuse('H12_TICKET_TARGET', 'there was no such call', article);
    if (reached && satisfaction === null)
      return refuse('H12_TICKET_INCOMPLETE', 'say how satisfied the citizen is', article);
    const tried: FollowUpTry = {
      at,
      by: actor.id,
      reached,
      satisfaction: reached ? satisfaction : null,
      call,
      from: 'agent',
      note,
    };
    return next({ ...withCall(found, call), followUps: [...found.followUps, tried] });
  },
};

const archive: Row<'archive'> = {
  article: '第十四条',
  from: ['outOfScope', 'resolved', 'followUp'],
  by: { ...centre, managementOffice: 'any' },
  act: (found, _action, { at, followUp: rules }) =>
    found.state === 'followUp' && followedUp(found, rules) === 'open'
      ? refuse('H12_TICKET_STATE', 'the citizen has not been asked yet', '第十三条')
      : next({ ...found, state: 'archived', closedAt: found.closedAt ?? at }),
};

const merge: Row<'merge'> = {
  article: '第十条',
  from: ['open', 'returned'],
  by: centre,
  act: (found, { into }, setting, article) => {
    const { at, other } = setting;
    if (into === found.no)
      return refuse('H12_TICKET_TARGET', 'a ticket cannot be merged into itself', article);
    const target = other(into);
    if (target === null) return refuse('H12_TICKET_TARGET', 'there is no ticket to merge it into', article);
    // Its calls go with it: what few may hear is not put where many look.
    if (levelOf(found, setting) === 'confidential' && target.level === 'ordinary')
      return refuse('H12_TICKET_TARGET', 'a confidential ticket goes into no ordinary one', '第二十一条');
    return unfinished.includes(target.state)
      ? next({ ...found, state: 'merged', mergedInto: into, closedAt: at })
      : refuse('H12_TICKET_TARGET', `that ticket is ${target.state}: nothing is added to it`, article);
  },
};

const redo: Row<'redo'> = {
  article: '第十三条',
  from: ['followUp'],
  by: offices,
  act: (found, { reason }, setting, article) => {
    const { kind } = found.content;
    if (reason.trim() === '' || kind === null)
      return refuse('H12_TICKET_INCOMPLETE', 'say why it is to be done again', article);
    const again = found.parts.filter(({ state }) => state === 'replied');
    const when = { at: setting.at, kind };
    // What another rule sets for the matter holds for doing it again, too (Art. 11, last sentence).
    const to = again.map(({ unit, role, limits }) => ({
      unit,
      role,
      others: limits.filter(({ own }) => !own),
    }));
    const parts = [
      ...found.parts.map((part): Part => (again.includes(part) ? { ...part, state: 'redone' } : part)),
      ...newParts(to, found.parts.length + 1, when, setting.limits),
    ];
    if (activeParts(parts).length === 0) return refuse('H12_TICKET_PART', 'no unit has replied', article);
    const redoes = [...found.redoes, { at: setting.at, by: setting.actor.id, reason }];
    return next({ ...found, state: 'withUnits', parts, redoes });
  },
};

export const centreRows = {
  fill,
  setLevel,
  linkCall,
  refuseScope,
  resolve,
  handToOffice,
  dispatch,
  followUp,
  redo,
  archive,
  merge,
} as const satisfies Partial<Table>;
