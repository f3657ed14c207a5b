import { after, type EpochMs } from '../lib/time.ts';
import type { Command } from './commands.ts';
import { talkEnded } from './endings.ts';
import type { CallEvent } from './events.ts';
import type { Fact } from './facts.ts';
import { arrange, draftOf, hangingUp } from './gathering.ts';
import { layout, rearrange } from './layout.ts';
import { currentSeatLeg, hangUp, seatLeg } from './legs.ts';
import { type Call, type Gathered, type Supervision, type SupervisionMode, spyId, watchId } from './model.ts';
import type { SuperviseAsked } from './supervision.ts';
import { refuse, type Turn, turn } from './table.ts';

/** How long the supervisor's phone rings, in ms; the switch ends it. */
const ringMs = 20_000;

/** Calls that can be supervised: somebody of the centre talks in them. */
type Supervised = Extract<Call, { phase: 'talking' }> | Gathered;
const isSupervised = (call: Call): call is Supervised =>
  call.phase === 'talking' || call.phase === 'emergency' || call.phase === 'conference';

/**
 * A supervisor listens to the agent's line, speaks to the agent alone, joins, takes the call over, or goes. Listening and whispering go by a
 * spy on the agent's channel, in a bridge of their own: whoever is in the call hears nothing of it, and no bridge of the call is touched.
 */
export function superviseAsked(call: Call, event: SuperviseAsked): Turn {
  const { seat, mode, at } = event;
  const { supervision } = call;
  if (!isSupervised(call) || call.talk === null || currentSeatLeg(call) === null)
    return refuse(call, 'H12_OUT_OF_TURN', 'no agent is in this call now');
  if (supervision === null)
    return mode === 'stop' ? refuse(call, 'H12_OUT_OF_TURN', 'you are not in this call') : begin(call, event);
  if (supervision.seat !== seat)
    return refuse(call, 'H12_CALL_SUPERVISED', 'somebody else supervises this call');
  if (mode === 'stop') return stop(call, supervision, at);
  if (!supervision.up) return refuse(call, 'H12_OUT_OF_TURN', 'answer your phone first');
  return mode === 'takeOver' ? takeOver(call, supervision, at) : change(call, supervision, mode);
}

/** The supervisor's own phone is rung; the spy is there before it answers. */
function begin(call: Supervised, { seat, agent, mode, told, at }: SuperviseAsked): Turn {
  if (call.talk?.seat === seat) return refuse(call, 'H12_OUT_OF_TURN', 'this is your own call');
  const of = currentSeatLeg(call);
  if (of === null || mode === 'stop' || mode === 'takeOver')
    return refuse(call, 'H12_OUT_OF_TURN', 'listen first');
  const leg = seatLeg(call, seat, at);
  const spy = spyId(call.id, call.legs.length);
  const supervision: Supervision = { seat, agent, leg: leg.id, of, spy, mode, told, since: at, up: false };
  const next = { ...call, legs: [...call.legs, leg], supervision };
  const { id, from, ticketNo } = call;
  return turn(
    next,
    [
      { type: 'Spy', call: id, leg: of, spy },
      { type: 'RingSeat', call: id, leg: leg.id, seat, from, ticketNo, ringLimitMs: ringMs },
    ],
    [{ type: 'SeatCalled', call: id, at, seat, leg: leg.id }],
  );
}

/** What an event means to the supervisor's own leg; null: it is about somebody else. */
export function supervisorEvent(call: Call, event: CallEvent): Turn | null {
  const { supervision } = call;
  if (supervision === null) return null;
  const { leg } = supervision;
  if (event.type === 'JoinFailed') return event.legs.includes(leg) ? stop(call, supervision, event.at) : null;
  if (!('leg' in event) || event.leg !== leg) return null;
  if (event.type === 'SeatAnswered') return comesUp(call, supervision);
  if (event.type === 'SeatLegEnded' || event.type === 'LegFoundGone' || event.type === 'RingFailed')
    return stop(call, supervision, event.at);
  return event.type === 'SeatRinging' ? turn(call) : null;
}

function comesUp(call: Call, supervision: Supervision): Turn {
  if (supervision.up) return turn(call);
  return moved(call, { ...supervision, up: true });
}

const change = (call: Call, supervision: Supervision, mode: SupervisionMode): Turn =>
  moved(call, { ...supervision, mode });

/** The supervisor goes from one place to another. */
function moved(call: Call, supervision: Supervision): Turn {
  const next: Call = { ...call, supervision };
  return turn(next, placed(call, next));
}

/** What brings the supervisor from where `before` has it to where `next` does. */
function placed(before: Call, next: Call): readonly Command[] {
  const main = rearrange(next, layout(before), layout(next));
  const [was, is] = [watching(before), watching(next)];
  const { id: call } = next;
  const bridge = watchId(call);
  const leave: readonly Command[] =
    was !== null && is === null
      ? [
          { type: 'Leave', call, bridge, leg: was.leg },
          { type: 'DestroyBridge', call, bridge },
        ]
      : [];
  const enter: readonly Command[] =
    was === null && is !== null
      ? [
          { type: 'CreateBridge', call, bridge },
          { type: 'Join', call, bridge, legs: [is.leg, is.spy] },
        ]
      : [];
  return [...leave, ...main, ...enter, ...hushed(was, is, call)];
}

/** Who only listens is not heard by the agent either. */
function hushed(was: Supervision | null, is: Supervision | null, call: Call['id']): readonly Command[] {
  const [before, now] = [was?.mode === 'listen', is?.mode === 'listen'];
  const leg = (is ?? was)?.leg;
  if (leg === undefined || before === now) return [];
  return [{ type: now ? 'Mute' : 'Unmute', call, leg }];
}

/** The supervision that goes by a spy; null: there is none, or it is in the call itself. */
export const watching = ({ supervision }: Call): Supervision | null =>
  supervision?.up === true && supervision.mode !== 'join' ? supervision : null;

/** After a restart: what the supervision promises, once more. */
export function watchAgain(call: Call): readonly Command[] {
  const is = watching(call);
  const { id } = call;
  return is === null
    ? []
    : [
        { type: 'CreateBridge', call: id, bridge: watchId(id) },
        { type: 'Join', call: id, bridge: watchId(id), legs: [is.leg, is.spy] },
        ...hushed(null, is, id),
      ];
}

/** The supervisor goes; the call is as it was. */
function stop(call: Call, supervision: Supervision, at: EpochMs): Turn {
  const next: Call = { ...call, supervision: null };
  return turn(
    next,
    [...rearrange(next, layout(call), layout(next), [supervision.leg]), ...ended(call, supervision)],
    left(call, supervision, at),
  );
}

const left = ({ id }: Call, { seat, leg }: Supervision, at: EpochMs): readonly Fact[] => [
  { type: 'SeatLeft', call: id, at, seat, leg, wrapUpMs: 0 },
];

/** Everything of it is taken away. */
function ended(call: Call, supervision: Supervision): readonly Command[] {
  const { id } = call;
  const { leg, spy } = supervision;
  const live = call.legs.some((one) => one.id === leg && one.state !== 'gone');
  const bridge: readonly Command[] =
    watching(call) === null ? [] : [{ type: 'DestroyBridge', call: id, bridge: watchId(id) }];
  return [...(live ? [hangUp(call, leg, 'normal')] : []), ...bridge, { type: 'EndSpy', call: id, spy }];
}

/** The agent whose line was listened to is not in the call any more, or there is no call: the supervisor goes, too. */
export function parted(decided: Turn, at: EpochMs): Turn {
  const { call, commands, facts } = decided;
  const { supervision } = call;
  if (supervision === null || (isSupervised(call) && currentSeatLeg(call) === supervision.of)) return decided;
  // The call's own end has hung it up already, and taken its bridges away.
  const given = new Set(commands.map((command) => JSON.stringify(subjectOf(command))));
  const more = ended(call, supervision).filter((command) => !given.has(JSON.stringify(subjectOf(command))));
  return {
    ...decided,
    call: { ...call, supervision: null },
    commands: [...commands, ...more],
    facts: [...facts, ...left(call, supervision, at)],
  };
}

const subjectOf = (command: Command): readonly string[] => [
  command.type,
  'leg' in command ? command.leg : 'bridge' in command ? command.bridge : '',
];

/** The supervisor takes the agent's place; the agent has the after-call work. */
function takeOver(call: Supervised, supervision: Supervision, at: EpochMs): Turn {
  const { talk } = call;
  if (call.phase === 'emergency' || talk === null)
    return refuse(call, 'H12_OUT_OF_TURN', 'an emergency desk is being rung; join instead');
  const { seat, agent, leg, spy } = supervision;
  const { id, origin, from, ticketNo, queue } = call;
  const waitedMs = call.queuedAt === null ? null : talk.startedAt - call.queuedAt;
  const started: Fact = {
    type: 'TalkStarted',
    ...{ call: id, origin, purpose: call.order?.purpose ?? null, from, at, ticketNo },
    ...{ seat, agent, leg, queue, waitedMs },
  };
  const unwatched: Call = { ...call, supervision: { ...supervision, mode: 'join' } };
  const out = placed(call, unwatched).filter(({ type }) => type !== 'Join' && type !== 'CreateBridge');
  const free: Call = { ...call, supervision: null };
  const before = draftOf(free);
  const apart = hangingUp(free, { ...before, facts: [talkEnded(call, talk, at)] }, [talk.leg]);
  const draft = {
    ...apart,
    first: [...out, { type: 'EndSpy', call: id, spy } as const, ...apart.first],
    talk: { seat, agent, leg, startedAt: after(at, 0) },
    seatIn: 'main' as const,
    muted: before.muted.filter((one) => one !== talk.leg),
    facts: [...apart.facts, started],
  };
  return arrange(free, draft, at);
}
