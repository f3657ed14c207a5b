import type { CaseView, ChangeRow } from './life-wire.ts';
import type { UnitNames } from './sheet.ts';
import { actionWords, kindWords, partWords, remarkWords, scopeWords, stageWords } from './words-of.ts';

/** A ticket on paper: sections of lines. */
export type Dossier = {
  readonly title: string;
  /** Who had it made, and when: it goes out of the house. */
  readonly foot: string;
  readonly sections: readonly Section[];
};
type Section = { readonly title: string; readonly lines: readonly Line[] };
type Line = { readonly label: string; readonly text: string };

export type DossierParts = {
  /** As the person who exports it may see it. */
  readonly view: CaseView;
  readonly changes: readonly ChangeRow[];
  readonly nameOf: UnitNames;
  readonly by: string;
  readonly now: number;
  /** IANA name. */
  readonly timeZone: string;
};

const line = (label: string, text: string | null): Line => ({ label, text: text ?? '' });

/** Everything this person may see of a ticket, in the order of its life. Pure. */
export function dossierOf(parts: DossierParts): Dossier {
  const { view, by, now, timeZone } = parts;
  const clock = clockOf(timeZone);
  const sections = [
    aboutOf(view, clock),
    { title: '诉求内容', lines: [line('', view.content.text)] },
    ...unitsOf(parts, clock),
    {
      title: '当前时限',
      lines: view.duties.map((duty) =>
        line(
          clock(duty.at),
          `${duty.source}，${String(duty.days)} 个工作日${duty.provisional ? '（暂定）' : ''}`,
        ),
      ),
    },
    {
      title: '催办、督查与批示',
      lines: view.remarks.map((one) => line(`${clock(one.at)} ${one.by} ${remarkWords[one.kind]}`, one.text)),
    },
    { title: '回访', lines: view.followUps.map((one) => followUpLine(one, clock)) },
    {
      title: '经过',
      lines: parts.changes.map((one) =>
        line(`${clock(one.at)} ${one.actor} ${actionWords[one.action] ?? one.action}`, one.words || ' '),
      ),
    },
  ];
  return {
    title: `12345 热线工单 ${view.no}`,
    foot: `导出人 ${by}，导出时间 ${clock(now)}。任何组织和个人不得擅自对外提供（第二十二条）。`,
    sections: sections.filter(({ lines }) => lines.length > 0),
  };
}

type Clock = (at: number | null) => string;

function clockOf(timeZone: string): Clock {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (at) => (at === null ? '' : format.format(at));
}

function aboutOf({ content, ...view }: CaseView, clock: Clock): Section {
  const level = view.level === 'confidential' ? '涉密' : '普通';
  return {
    title: content.title === '' ? '（无标题）' : content.title,
    lines: [
      line('状态', stageWords[view.state]),
      line('类别', content.kind === null ? null : kindWords[content.kind]),
      line('主题', content.topic),
      line('密级', level),
      line('受理时间', clock(view.openedAt)),
      line('诉求发生地', [content.district, content.place].filter(Boolean).join(' ')),
      line('来电人', [content.callerName, view.callerNumber].filter(Boolean).join(' ')),
      ...(view.scopeReason === null ? [] : [line('不予受理原因', scopeWords[view.scopeReason])]),
      ...(view.answer === null ? [] : [line('即办答复', view.answer)]),
      ...(view.mergedInto === null ? [] : [line('并入工单', view.mergedInto)]),
    ],
  };
}

function unitsOf({ view, nameOf }: DossierParts, clock: Clock): readonly Section[] {
  return view.parts.map((part) => ({
    title: `${nameOf(part.unit)}（${partWords[part.state]}）`,
    lines: [
      line('收件', clock(part.receivedAt)),
      line('查收', clock(part.acknowledgedAt)),
      line('联系市民', clock(part.contactedAt)),
      ...(part.extension === null
        ? []
        : [line('延时申请', `${String(part.extension.days)} 个工作日，${part.extension.reason}`)]),
      ...(part.returnReason === null ? [] : [line('退件理由', part.returnReason)]),
      ...(part.reply === null ? [] : [line(`回复 ${clock(part.reply.at)}`, part.reply.text)]),
    ],
  }));
}

function followUpLine(one: CaseView['followUps'][number], clock: Clock): Line {
  const { satisfaction } = one;
  const told =
    satisfaction === null
      ? ''
      : `时效 ${String(satisfaction.timeliness)}，结果 ${String(satisfaction.result)}（5 为非常满意）`;
  return line(clock(one.at), [one.reached ? '已接通' : '未接通', told, one.note].filter(Boolean).join('，'));
}
