import { dueAfter } from '../../calendar/workdays.ts';
import { limitsAtAcceptance } from './limits.ts';
import type { Case, Part, PartId, Remark } from './model.ts';
import { activeParts, partOf, withPart } from './parts.ts';
import { next, type Outcome, type Row, refuse, type Setting, type Table } from './table.ts';

/** What units do with their parts, and what offices, inspectors and leaders say about them. */

const offices = { managementOffice: 'any', districtOffice: 'district' } as const;
const clerk = { unitClerk: 'unit', unitReviewer: 'unit' } as const;

/** Does something to a part that the actor's own unit still has to work on. */
function onPart(found: Case, id: PartId, { actor }: Setting, act: (part: Part) => Part | Outcome): Outcome {
  const part = partOf(found, id);
  if (part === undefined || part.unit !== actor.unit)
    return refuse('H12_TICKET_NOT_YOURS', 'your unit has no such part', '第七条');
  if (activeParts([part]).length === 0)
    return refuse('H12_TICKET_STATE', 'your unit is done with this part', '第七条');
  const made = act(part);
  return 'id' in made ? next(withPart(found, made)) : made;
}

const acknowledge: Row<'acknowledge'> = {
  article: '第十二条（二）',
  from: ['withUnits'],
  by: clerk,
  act: (found, { part: id }, setting) =>
    onPart(found, id, setting, (part) => ({
      ...part,
      state: 'acknowledged',
      acknowledgedAt: part.acknowledgedAt ?? setting.at,
    })),
};

/** Whoever works on a ticket has seen it. */
const seen = (part: Part, { at }: Setting): Part => ({
  ...part,
  state: part.state === 'sent' ? 'acknowledged' : part.state,
  acknowledgedAt: part.acknowledgedAt ?? at,
});

const contact: Row<'contact'> = {
  article: '第十一条（二）',
  from: ['withUnits'],
  by: clerk,
  act: (found, { part: id }, setting) =>
    onPart(found, id, setting, (part) => ({
      ...seen(part, setting),
      contactedAt: part.contactedAt ?? setting.at,
    })),
};

const decideReport: Row<'decideReport'> = {
  article: '第十一条（二）3',
  from: ['withUnits'],
  by: clerk,
  act: (found, { part: id, accepted, reason }, setting, article) =>
    onPart(found, id, setting, (part) => {
      const { kind } = found.content;
      if (kind !== 'report') return refuse('H12_TICKET_STATE', 'only a report is taken up or not', article);
      if (part.accepted !== null) return refuse('H12_TICKET_STATE', 'it is decided already', article);
      if (!accepted && reason.trim() === '')
        return refuse('H12_TICKET_INCOMPLETE', 'say why it is not taken up', article);
      const { at, actor, limits } = setting;
      const decided: Part = { ...seen(part, setting), accepted: { yes: accepted, at, reason } };
      return accepted
        ? { ...decided, limits: [...part.limits, ...limitsAtAcceptance(kind, at, limits)] }
        : { ...decided, state: 'replied', reply: { text: reason, at, by: actor.id }, doneAt: at };
    }),
};

const reply: Row<'reply'> = {
  article: '第七条（三）',
  from: ['withUnits'],
  by: { unitReviewer: 'unit' },
  act: (found, { part: id, text }, setting, article) =>
    onPart(found, id, setting, (part) => {
      if (text.trim() === '') return refuse('H12_TICKET_INCOMPLETE', 'the reply is empty', article);
      if (found.content.kind === 'report' && part.accepted === null)
        return refuse('H12_TICKET_STATE', 'decide first whether the report is taken up', '第十一条（二）3');
      return {
        ...seen(part, setting),
        state: 'replied',
        reply: { text, at: setting.at, by: setting.actor.id },
        doneAt: setting.at,
      };
    }),
};

const giveBack: Row<'return'> = {
  article: '第十六条',
  from: ['withUnits'],
  by: clerk,
  act: (found, { part: id, reason }, setting, article) =>
    onPart(found, id, setting, (part) => {
      if (reason.trim() === '')
        return refuse('H12_TICKET_INCOMPLETE', 'say why it is not your matter', article);
      const { calendar, counting } = setting.reckoning;
      const until = dueAfter(part.receivedAt, setting.limits.returnWithin, calendar, counting);
      if (setting.at >= until.at)
        return refuse('H12_TICKET_TOO_LATE', 'a ticket is returned within 2 working days', article);
      return { ...seen(part, setting), state: 'returned', returnReason: reason, doneAt: setting.at };
    }),
};

/** Kinds whose limit may be extended (Art. 15). */
const extendable: ReadonlySet<unknown> = new Set(['complaint', 'report', 'appeal']);

const askExtension: Row<'askExtension'> = {
  article: '第十五条',
  from: ['withUnits'],
  by: clerk,
  act: (found, { part: id, days, reason }, setting, article) =>
    onPart(found, id, setting, (part) => {
      if (!extendable.has(found.content.kind))
        return refuse('H12_TICKET_STATE', 'only complaints, reports and appeals are extended', article);
      if (part.extension?.decided === null)
        return refuse('H12_TICKET_STATE', 'an extension has been asked for already', article);
      if (reason.trim() === '') return refuse('H12_TICKET_INCOMPLETE', 'say why', article);
      return { ...seen(part, setting), extension: { days, reason, askedAt: setting.at, decided: null } };
    }),
};

const decideExtension: Row<'decideExtension'> = {
  article: '第十五条',
  from: ['withUnits'],
  by: offices,
  act: (found, { part: id, granted, why }, { actor, at }, article) => {
    const part = partOf(found, id);
    const asked = part?.extension;
    if (part === undefined || asked === null || asked === undefined || asked.decided !== null)
      return refuse('H12_TICKET_PART', 'no extension has been asked for', article);
    const extension = { ...asked, decided: { granted, by: actor.id, at, why } };
    const extendedDays = part.extendedDays + (granted ? asked.days : 0);
    return next(withPart(found, { ...part, extension, extendedDays }));
  },
};

const remark = (found: Case, said: Remark): Outcome => next({ ...found, remarks: [...found.remarks, said] });

const urge: Row<'urge'> = {
  article: '第十二条（一）',
  from: ['withUnits'],
  by: offices,
  act: (found, { part: id, text }, { actor, at }, article) => {
    const part = partOf(found, id);
    return part === undefined || activeParts([part]).length === 0
      ? refuse('H12_TICKET_PART', 'no unit works on this part', article)
      : remark(found, { kind: 'urge', at, by: actor.id, text, part: id });
  },
};

const inspect: Row<'inspect'> = {
  article: '第十二条（四）',
  from: ['open', 'atOffice', 'withUnits', 'returned', 'followUp'],
  by: { inspector: 'any' },
  act: (found, { text }, { actor, at }) =>
    remark(found, { kind: 'inspection', at, by: actor.id, text, part: null }),
};

const instruct: Row<'instruct'> = {
  article: '第五条',
  from: ['open', 'atOffice', 'withUnits', 'returned', 'followUp'],
  by: { managementOffice: 'any' },
  act: (found, { text }, { actor, at }) =>
    remark(found, { kind: 'instruction', at, by: actor.id, text, part: null }),
};

export const unitRows = {
  acknowledge,
  contact,
  decideReport,
  reply,
  return: giveBack,
  askExtension,
  decideExtension,
  urge,
  inspect,
  instruct,
} as const satisfies Partial<Table>;
