import { computed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { language, texts } from '../i18n/index.ts';
import type { Texts } from '../i18n/zh.ts';
import { duration, phoneNumber, secondsLeft } from '../lib/format.ts';
import { queueWord } from '../lib/seat-words.ts';
import { now } from '../state/clock.ts';
import { myCall, mySeat, shownCall, switchDown } from '../state/desk.ts';
import type { LiveCall, SeatRow } from '../state/wire.ts';
import { BarActions } from './bar-actions.tsx';
import { BarFoot } from './bar-foot.tsx';
import { BarMessage } from './bar-message.tsx';
import { callerFacts } from './caller-marks.tsx';

type Doing = SeatRow['doing']['state'];
const doing = computed<Doing>(() => mySeat.value?.doing.state ?? 'offline');

const words = (t: Texts): Readonly<Record<Doing, string>> => ({
  offline: t.bar.noSeat,
  notReady: t.bar.notReady,
  ready: t.bar.idle,
  offered: t.bar.offered,
  talking: t.bar.talking,
  wrapUp: t.bar.wrapUp,
});
const tones: Readonly<Record<Doing, string>> = {
  offline: '',
  notReady: '',
  ready: '',
  offered: 'wait ring',
  talking: 'talk',
  wrapUp: 'wait',
};

/** The bar that never moves: what my seat is doing, with whom, and what I can do about it now. */
export function CallBar() {
  const t = texts.value;
  return (
    <section class={`bar ${switchDown.value ? 'alarm' : tones[doing.value]}`} aria-label={t.bar.label}>
      <BarState />
      <BarParty />
      <BarActions />
      <BarFoot />
      <BarMessage />
      <OfferSpoken />
    </section>
  );
}

function BarState() {
  const t = texts.value;
  const seat = mySeat.value;
  if (seat === null)
    return (
      <div class="bar-state">
        <span class="word">{switchDown.value ? t.bar.switchDown : t.bar.noSeat}</span>
        <span class="time none">–:––</span>
      </div>
    );
  return (
    <div class="bar-state">
      <span class="word">
        {switchDown.value && seat.doing.state === 'ready'
          ? t.bar.switchDown
          : (diallingWord(t, myCall.value) ?? words(t)[seat.doing.state])}
      </span>
      {seat.doing.state === 'wrapUp' ? (
        <Countdown seat={seat} until={seat.doing.until} />
      ) : (
        <Elapsed since={seat.since} />
      )}
    </div>
  );
}

/** How far it is with the citizen whom I call; null: I call nobody. */
function diallingWord(t: Texts, call: LiveCall | null): string | null {
  if (call?.phase !== 'dialling') return null;
  if (call.diallingSince === null) return t.outbound.bar.seatRings;
  return call.ringing ? t.outbound.bar.ringing : t.outbound.bar.dialling;
}

const Elapsed = ({ since }: { readonly since: number }) => (
  <span class="time" role="timer">
    {duration(now.value - since)}
  </span>
);

function Countdown({ seat, until }: { readonly seat: SeatRow; readonly until: number }) {
  const left = until - now.value;
  const whole = Math.max(1, until - seat.since);
  return (
    <>
      <span class="time" role="timer">
        <span class="unseen">{texts.value.bar.left} </span>
        {duration(secondsLeft(left) * 1000)}
      </span>
      <span class="left" style={{ width: `${String(Math.max(0, Math.min(100, (left / whole) * 100)))}%` }} />
    </>
  );
}

function BarParty() {
  const t = texts.value;
  const call = shownCall.value;
  if (call !== null)
    return (
      <div class="bar-party">
        <span class="who number">{call.from === null ? t.bar.unknownNumber : phoneNumber(call.from)}</span>
        <Facts call={call} />
      </div>
    );
  const nothing: Readonly<Record<Doing, string>> = {
    offline: t.bar.chooseSeat,
    notReady: t.bar.notTaking,
    ready: t.bar.waitForCall,
    offered: t.bar.nobody,
    talking: t.bar.nobody,
    wrapUp: t.bar.nobody,
  };
  return (
    <div class="bar-party">
      <span class="who nobody">{nothing[doing.value]}</span>
    </div>
  );
}

function Facts({ call }: { readonly call: LiveCall }) {
  const t = texts.value;
  return (
    <span class="facts">
      <span class="number">
        {t.bar.ticket} <b>{call.ticketNo}</b>
      </span>
      <span>
        {t.bar.waited} <b>{waited(call)}</b>
      </span>
      <span>
        {t.bar.queue} <b>{queueWord(t, call.queue)}</b>
      </span>
    </span>
  );
}

/** How long the caller waited until the talk began, or waits still. */
function waited(call: LiveCall): string {
  if (call.queuedAt === null) return texts.value.common.none;
  return duration((call.talkingSince ?? now.value) - call.queuedAt);
}

/** Tells those who do not see the bar that a call rings. Says it once: times would be read out every second. */
function OfferSpoken() {
  const t = texts.value;
  const call = myCall.value;
  const rings = doing.value === 'offered' && call !== null;
  const caller = call?.from == null ? t.bar.unknownNumber : phoneNumber(call.from);
  const facts = call === null ? [] : callerFacts(call).map(([name, what]) => `${name} ${what}`);
  useEffect(() => {
    document.title = rings ? `☎ ${caller}` : t.product.name;
  }, [rings, caller, t]);
  return (
    <div class="unseen" aria-live="assertive">
      {rings ? t.bar.offerSpoken([caller, ...facts].join(language.value === 'en' ? ', ' : '，')) : ''}
    </div>
  );
}
