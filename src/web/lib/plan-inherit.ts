import { usualCallers, type Way } from '../../routing/callers.ts';
import { defaultPlan, defaultWholePlan, usualMatching } from '../../routing/model.ts';
import { type Path, valueAt } from './json-edit.ts';

const asWritten = <W extends Way>(way: W) => ({ ...way, skills: {} });

/** What holds where a plan says nothing, as its file would say it. */
const { version, queue, greeting, farewell, musicClass, ringLimitMs, maxWaitMs, maxOffers, wrapUpMs } =
  defaultPlan;
const { maxLength, comfort, position, callBack, overflow, survey, languages, menu } = defaultPlan;
const { blocked, restricted, vip, repeat, harassing } = usualCallers;
export const builtIn: Readonly<Record<string, unknown>> = {
  ...{ version, queue, greeting, farewell, musicClass, ringLimitMs, maxWaitMs, maxOffers, wrapUpMs },
  ...{ maxLength, comfort, position, callBack, overflow, survey, languages, menu, openingHours: null },
  ...{ ...usualMatching, skills: {}, emergencyKeys: defaultWholePlan.emergencyKeys },
  callers: { blocked, restricted: asWritten(restricted), vip: asWritten(vip), repeat, harassing },
};

const everybody = { priority: 0, skills: {}, prompts: [], queue: null };

/** Members of parts that stand in several places. */
const ofParts: readonly (readonly [parent: string, Readonly<Record<string, unknown>>])[] = [
  ['menu', { limitMs: 8_000, tries: 3, invalid: ['menu-invalid'] }],
  ['languages', { limitMs: 5_000, default: 'zh-CN' }],
  ['repeat', everybody],
  ['harassing', { action: 'propose', forMs: 86_400_000 }],
  ['overflow', { waitMs: null, length: null, unstaffed: false, prompts: ['sent-on'] }],
];

/** What holds at a path where the document says nothing there, or says that it is so for all; undefined: nothing does. */
export function inheritedAt(document: unknown, path: Path): unknown {
  const [top, , member] = path;
  const inner = path.slice(2);
  if (top === 'queues') return member === 'hours' && path.length === 3 ? null : ofAll(document, inner);
  if (top === 'entries' && (member === 'priority' || member === 'skills')) return ownOnes[member];
  if (top === 'entries' && member === 'hours') return ofAll(document, ['openingHours']);
  if (top === 'entries' && path.length === 3 && member !== 'numbers') return ofAll(document, inner);
  const part = ofPart(document, path);
  return part !== undefined || top === 'entries' ? part : valueAt(builtIn, path);
}

const ownOnes = { priority: 0, skills: {} };

/** What holds for all queues or entries. Of an object only a farewell is put together from several places; the others stand whole. */
function ofAll(document: unknown, path: Path): unknown {
  if (path.length > 1 && path[0] !== 'farewell') return ofPart(document, path);
  const said = valueAt(document, path);
  return said === undefined ? valueAt(builtIn, path) : said;
}

function ofPart(document: unknown, path: Path): unknown {
  const [parent, name] = path.slice(-2);
  const beside = (member: string): unknown => valueAt(document, [...path.slice(0, -1), member]);
  const special = path.length === 5 && path[2] === 'special';
  if (special && name === 'until') return beside('from');
  if (special || parent === 'closed') {
    const usual = special ? 'holiday' : 'closed';
    if (name === 'outcome') return usual;
    return name === 'prompts' ? ['greeting', beside('outcome') ?? usual] : undefined;
  }
  const members = ofParts.find(([of]) => of === parent)?.[1];
  return members === undefined ? undefined : valueAt(members, [name ?? '']);
}
