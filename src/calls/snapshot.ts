import { isObject, isText, isWhole, listOf, oneOf, orNull, shape, type Test } from '../lib/shape.ts';
import { type Call, commonClaim, nothingSaid, usualLanguage } from './model.ts';

const isTextOrEmpty: Test = (value) => typeof value === 'string';
const leg = shape({ id: isText, role: isText, state: isText, startedAt: isWhole });
const target = shape({
  kind: isText,
  name: isTextOrEmpty,
  dial: isTextOrEmpty,
  seat: orNull(isText),
  ringMs: isWhole,
});
const prompts = listOf(isText);
const treatmentParts: Readonly<Record<string, Test>> = {
  musicClass: isTextOrEmpty,
  ringLimitMs: isWhole,
  maxWaitMs: isWhole,
  maxOffers: isWhole,
  wrapUpMs: isWhole,
  farewell: shape({
    noSeat: prompts,
    nobodyAnswered: prompts,
    waitedTooLong: prompts,
    fault: prompts,
    goodbye: prompts,
    queueFull: prompts,
    callBackAsked: prompts,
  }),
  maxLength: orNull(isWhole),
  comfort: orNull(shape({ prompts, everyMs: isWhole })),
  position: orNull(shape({ firstMs: isWhole, everyMs: isWhole })),
  callBack: orNull(shape({ key: isText, afterMs: isWhole, everyMs: isWhole })),
  overflow: orNull(shape({ to: isText, waitMs: orNull(isWhole), length: orNull(isWhole), prompts })),
  survey: orNull(shape({ limitMs: isWhole, tries: isWhole })),
  shut: listOf(shape({ from: isWhole, until: isWhole, outcome: isText, prompts, to: orNull(isText) })),
};
const treatment = shape(treatmentParts);
const skills = listOf(shape({ skill: isText, level: isWhole }));
const wishParts = { priority: isWhole, skills };
const wish = shape(wishParts);
const plan = shape({
  ...treatmentParts,
  emergency: shape({ '110': listOf(target), '120': listOf(target), '119': listOf(target) }),
  queue: isText,
  greeting: prompts,
  menu: orNull(
    shape({
      prompts,
      options: isObject,
      wishes: (value) => isObject(value) && Object.values(value).every(wish),
      limitMs: isWhole,
      tries: isWhole,
      invalid: prompts,
    }),
  ),
  languages: orNull(
    shape({
      prompts,
      options: isObject,
      numbers: prompts,
      skills: (value) => isObject(value) && Object.values(value).every(skills),
      limitMs: isWhole,
      default: isText,
    }),
  ),
  wish,
  others: (value) => isObject(value) && Object.values(value).every(treatment),
  emergencyKeys: isObject,
  standing: orNull(shape({ kind: isText, entry: orNull(isWhole), calls: orNull(isWhole) })),
  closed: orNull(shape({ outcome: isText, prompts })),
});
const said = shape({
  comforts: isWhole,
  comfortAt: orNull(isWhole),
  positionAt: orNull(isWhole),
  callBackAt: orNull(isWhole),
});
const ending = shape({ by: isText, outcome: isText, during: isText });
const offer = shape({ seat: isText, agent: isText, leg: isText, offeredAt: isWhole });
const talk = shape({ seat: isText, agent: isText, leg: isText, startedAt: isWhole });

const dialling = shape({
  seat: isText,
  agent: isText,
  leg: isText,
  since: isWhole,
  dialledAt: orNull(isWhole),
});
const order = shape({
  purpose: isText,
  by: orNull(shape({ seat: isText, agent: isText })),
  ringLimitMs: isWhole,
});
const tried = listOf(shape({ name: isTextOrEmpty, why: isText, at: isWhole }));
const quest = { goal: isText, name: isTextOrEmpty, unit: orNull(isText), number: orNull(isText) };
const hunt = shape({
  ...quest,
  targets: listOf(target),
  ringing: listOf(shape({ leg: isText, target })),
  tried,
  dueAt: isWhole,
  untilAt: orNull(isWhole),
});
const report = shape({ ...quest, result: isText, tried, left: listOf(target), at: isWhole });
const gathering = {
  talk: orNull(talk),
  seatIn: oneOf('main', 'aside', 'gone'),
  parties: listOf(shape({ leg: isText, target, joinedAt: isWhole })),
  muted: listOf(isText),
};

const everyPhase = shape({
  id: isText,
  origin: oneOf('inbound', 'outbound'),
  order: orNull(order),
  ticketNo: isText,
  from: orNull(isText),
  dialled: isTextOrEmpty,
  plan,
  claim: shape({ ...wishParts, lastAgent: orNull(isText) }),
  language: isText,
  queue: isText,
  passed: listOf(isText),
  arrivedAt: isWhole,
  legs: listOf(leg),
  timers: listOf(shape({ name: isText, dueAt: isWhole })),
  plays: isWhole,
  queuedAt: orNull(isWhole),
  failedOffers: isWhole,
  lastHunt: orNull(report),
  said,
  survey: orNull(shape({ at: isWhole, level: orNull(isWhole) })),
  supervision: orNull(
    shape({ seat: isText, agent: isText, leg: isText, of: isText, spy: isText, mode: isText }),
  ),
  consultations: listOf(
    shape({
      agent: isText,
      agentLeg: isText,
      party: isText,
      name: isTextOrEmpty,
      from: isWhole,
      to: orNull(isWhole),
    }),
  ),
});

const onlyIn: Readonly<Record<Call['phase'], Test>> = {
  greeting: shape({ playing: orNull(isText) }),
  menu: shape({ playing: orNull(isText), tries: isWhole, about: oneOf('language', 'queue') }),
  queued: shape({ queuedAt: isWhole, playing: orNull(isText) }),
  offering: shape({ queuedAt: isWhole, playing: orNull(isText), offer, beside: listOf(offer) }),
  dialling: shape({ dialling }),
  talking: shape({ talk }),
  emergency: shape({ ...gathering, hunt, playing: orNull(isText) }),
  conference: shape({ ...gathering, hunt: orNull(hunt) }),
  survey: shape({ playing: orNull(isText), tries: isWhole, ending, talk }),
  farewell: shape({ playing: isText, ending, talk: orNull(talk) }),
  ended: shape({ ending, endedAt: isWhole, talk: orNull(talk) }),
};
const ofItsPhase = new Map<unknown, Test>(Object.entries(onlyIn));

/**
 * Whether what was read back is a call that the phases can go on with. A record damaged on the disk, or of a version that is no longer
 * understood, must cost that call only, and not a fault in the middle of a turn. Pure.
 */
export function isCall(value: unknown): value is Call {
  return everyPhase(value) && ofItsPhase.get((value as Call).phase)?.(value) === true;
}

/** What a call has that former versions did not write, as it was for their calls: a queue with music alone. */
const formerPlan = {
  maxLength: null,
  comfort: null,
  position: null,
  callBack: null,
  overflow: null,
  survey: null,
  shut: [],
  menu: null,
  languages: null,
  wish: { priority: 0, skills: [] },
  others: {},
  emergencyKeys: {},
  emergency: { '110': [], '120': [], '119': [] },
  standing: null,
  closed: null,
};
const formerCall = {
  origin: 'inbound',
  order: null,
  claim: commonClaim,
  language: usualLanguage,
  lastHunt: null,
  passed: [],
  said: nothingSaid,
  survey: null,
  supervision: null,
  consultations: [],
};
const formerIn: Readonly<Record<string, object>> = {
  menu: { about: 'queue' },
  queued: { playing: null },
  offering: { playing: null, beside: [] },
};

/** A call as an earlier version wrote it, with what it did not know yet: an upgrade loses no call. Pure. */
export function upgradeCall(value: unknown): unknown {
  if (!isObject(value) || !isObject(value['plan'])) return value;
  const { plan: written, phase } = value;
  const { farewell: parts, queue } = written;
  if (!isObject(parts)) return value;
  const farewell = { queueFull: [], callBackAsked: [], ...parts };
  return {
    ...formerCall,
    ...(typeof phase === 'string' ? formerIn[phase] : {}),
    queue,
    ...value,
    plan: {
      ...{ ...formerPlan, ...written, farewell },
      menu: upgradeChoice(written['menu'], { wishes: {} }),
      languages: upgradeChoice(written['languages'], { skills: {} }),
    },
  };
}

/** A menu, or the question for the language, of the time when its keys said nothing of the caller. */
const upgradeChoice = (choice: unknown, former: object): unknown =>
  isObject(choice) ? { ...former, ...choice } : (choice ?? null);
