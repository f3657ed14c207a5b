import { chosenReasons } from '../../acd/model.ts';
import { texts } from '../i18n/index.ts';
import { queueWord } from '../lib/seat-words.ts';
import { type SuperviseMode, superviseModes, superviseWhy } from '../lib/supervise.ts';
import { leader } from '../state/commands.ts';
import { isLive, may, mySeat } from '../state/desk.ts';
import { view } from '../state/socket.ts';
import type { LiveCall, SeatRow } from '../state/wire.ts';
import { Menu, type MenuItem } from './menu.tsx';

const offline = (): string | null => (isLive.value ? null : texts.value.bar.why.offline);
const queuesNow = (): readonly string[] => (view.value?.queues ?? []).map(({ queue }) => queue);

/** What a shift leader can do about a seat. What is said in a call takes effect after it. */
export function SeatMenu({ seat }: { readonly seat: SeatRow }) {
  const t = texts.value;
  return (
    <Menu floating label={t.lead.actsOf(seat.id)} buttonClass="button small" items={() => seatItems(seat)}>
      {t.lead.acts}
    </Menu>
  );
}

function seatItems(seat: SeatRow): readonly MenuItem[] {
  const t = texts.value;
  const w = t.lead;
  const why = offline();
  const { doing, id } = seat;
  const busy = doing.state === 'talking' || doing.state === 'offered' || doing.state === 'wrapUp';
  const after = busy ? w.afterCall : '';
  const isReady = 'after' in doing ? doing.after.state === 'ready' : doing.state === 'ready';
  return [
    {
      label: `${t.seat.ready}${after}`,
      why: isReady ? t.seat.why.already : seat.phone === 'unreachable' ? t.seat.why.phoneOff : why,
      press: () => leader.ready(id),
    },
    ...chosenReasons.map((reason) => ({
      label: `${t.seat.notReady} · ${t.seat.reason[reason]}${after}`,
      why,
      press: () => leader.notReady(id, reason),
    })),
    ...queuesNow().map((queue, n) => ({
      label: w.moveTo(queueWord(t, queue)),
      why: isOnlyIn(seat, queue) ? w.thereAlready : why,
      press: () => leader.move(id, [queue]),
      parted: n === 0,
    })),
    {
      label: w.moveBack,
      why: seat.places === null ? w.thereAlready : why,
      press: () => leader.move(id, null),
    },
    {
      label: `${w.signOut}${after}`,
      why,
      press: () => leader.signOut(id),
      parted: true,
      sure: w.sureSignOut,
    },
  ];
}

const isOnlyIn = (seat: SeatRow, queue: string): boolean =>
  seat.queues.length === 1 && seat.queues[0] === queue;

/** What a shift leader can do about a call. */
export function CallMenu({ call }: { readonly call: LiveCall }) {
  const t = texts.value;
  const items = callItems(call);
  return (
    <Menu floating label={t.lead.actsOf(call.ticketNo)} buttonClass="button small" items={() => items}>
      {t.lead.acts}
    </Menu>
  );
}

/** Joining and taking over is heard by the citizen: it is asked once more. */
function superviseItems(call: LiveCall): readonly MenuItem[] {
  const t = texts.value;
  const sure: Partial<Record<SuperviseMode, string>> = {
    join: t.supervise.sureJoin,
    takeOver: t.supervise.sureTakeOver,
  };
  return superviseModes.map((mode) => {
    const words = sure[mode];
    return {
      label: t.supervise.mode[mode],
      why: superviseWhy(t, call, mySeat.value, mode) ?? offline(),
      press: () => leader.supervise(call.id, mode),
      ...(words === undefined ? {} : { sure: words }),
    };
  });
}

function callItems(call: LiveCall): readonly MenuItem[] {
  const t = texts.value;
  const w = t.lead;
  const why = call.phase === 'talking' || call.phase === 'conference' ? offline() : w.onlyTalk;
  return [
    ...(may('call.supervise') ? superviseItems(call) : []),
    ...queuesNow().map((queue, n) => ({
      label: w.toQueue(queueWord(t, queue)),
      why,
      press: () => leader.toQueue(call.id, queue),
      parted: n === 0,
    })),
    { label: t.bar.hangUp, why, press: () => leader.hangUp(call.id), parted: true, sure: w.sureHangUp },
  ];
}
