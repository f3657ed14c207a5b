import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import type { Texts } from '../i18n/zh.ts';
import { duration } from '../lib/format.ts';
import { hasGuests, hasPrivate, isAside, notesOf, type Party, partyTone } from '../lib/parties.ts';
import { now } from '../state/clock.ts';
import { cancel, comeBack, drop, leave, mute } from '../state/commands.ts';
import { isLive } from '../state/desk.ts';
import type { LiveCall } from '../state/wire.ts';
import { CallerMarks } from './caller-marks.tsx';
import { Act } from './parts.tsx';
import { SupervisedBy } from './supervise-strip.tsx';

/** Who is in the call, each with what can be done about them; what to know of the caller; then who is being rung. */
export function PartyStrip({ call }: { readonly call: LiveCall }) {
  const t = texts.value;
  return (
    <>
      <ul class="chips" aria-label={t.controls.parties.label}>
        {call.parties.map((party) => (
          <Chip key={party.leg} call={call} party={party} />
        ))}
      </ul>
      <CallerMarks call={call} />
      <SupervisedBy call={call} />
      <AsideActs call={call} />
      <HuntStrip call={call} />
    </>
  );
}

function nameOf(t: Texts, { role, name, seat }: Party): string {
  if (role === 'citizen') return t.controls.parties.caller;
  if (role === 'agent') return `${t.controls.parties.me} ${seat ?? ''}`.trim();
  return name ?? seat ?? t.call.role.party;
}

function Chip({ call, party }: { readonly call: LiveCall; readonly party: Party }) {
  const t = texts.value;
  const p = t.controls.parties;
  const name = nameOf(t, party);
  const notes = notesOf(call, party).map((note) => noteWords(t)[note]);
  return (
    <li class={`chip ${partyTone(party)}`}>
      <span class="chip-name">{name}</span>
      <span class="chip-time">{duration(now.value - party.since)}</span>
      {notes.length === 0 ? null : <span class="chip-note">{notes.join(' · ')}</span>}
      {party.role === 'agent' ? (
        hasGuests(call) && !hasPrivate(call) && call.phase === 'conference' ? (
          <ChipAct title={p.leave} onPress={() => leave(call.id)}>
            {p.leave}
          </ChipAct>
        ) : null
      ) : call.phase === 'emergency' || (party.role === 'citizen' && !hasGuests(call)) ? null : (
        <>
          <ChipAct
            title={party.muted ? p.unmute(name) : p.mute(name)}
            pressed={party.muted}
            onPress={() => mute(call.id, party.leg, !party.muted)}
          >
            {t.controls.mute}
          </ChipAct>
          {party.role === 'citizen' ? null : <DropAct call={call} party={party} name={name} />}
        </>
      )}
    </li>
  );
}

const noteWords = (t: Texts) => {
  const p = t.controls.parties;
  return { held: p.held, aside: p.aside, others: p.talkingToOthers, away: p.away, muted: p.muted };
};

type ChipActProps = {
  readonly title: string;
  readonly pressed?: boolean;
  readonly onPress: () => void;
  readonly children: string;
};
const ChipAct = ({ title, pressed, onPress, children }: ChipActProps) => (
  <button
    type="button"
    class="chip-act"
    title={title}
    aria-label={title}
    aria-disabled={!isLive.value}
    {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    onClick={() => {
      if (isLive.value) onPress();
    }}
  >
    {children}
  </button>
);

/** Sending somebody away cannot be taken back: it is asked once more, in the same place. */
function DropAct({
  call,
  party,
  name,
}: {
  readonly call: LiveCall;
  readonly party: Party;
  readonly name: string;
}) {
  const p = texts.value.controls.parties;
  const [sure, setSure] = useState(false);
  return (
    <span onFocusOut={() => setSure(false)} onPointerLeave={() => setSure(false)}>
      <ChipAct
        title={p.drop(name)}
        onPress={() => {
          if (sure) drop(call.id, party.leg);
          setSure(!sure);
        }}
      >
        {sure ? p.sureDrop : '✕'}
      </ChipAct>
    </span>
  );
}

/** With somebody in private: bring them along, or leave them and go back. */
function AsideActs({ call }: { readonly call: LiveCall }) {
  const t = texts.value;
  const p = t.controls.parties;
  if (!isAside(call) || !hasPrivate(call)) return null;
  const why = isLive.value ? null : t.bar.why.offline;
  return (
    <span class="strip-acts">
      <Act class="primary" why={why} onPress={() => comeBack(call.id, true)}>
        {p.backTogether}
      </Act>
      <Act why={why} onPress={() => leave(call.id)}>
        {p.leave}
      </Act>
      <Act why={why} onPress={() => comeBack(call.id, false)}>
        {p.backAlone}
      </Act>
    </span>
  );
}

/** Who is being rung now, and why those before did not come. */
function HuntStrip({ call }: { readonly call: LiveCall }) {
  const t = texts.value;
  const h = t.controls.hunt;
  const { hunt } = call;
  if (hunt === null) return null;
  return (
    <span class={`hunt ${hunt.number === null ? '' : 'urgent'}`} role="status" aria-label={h.label}>
      {hunt.ringing.map(({ leg, name, since }) => (
        <span key={leg} class="rings">
          {h.rings(name)} <span aria-live="off">{duration(now.value - since)}</span>
        </span>
      ))}
      {hunt.tried.map(({ name, why, at }) => (
        <span key={`${name} ${String(at)}`} class="tried">
          {name} {h.why[why] ?? why}
        </span>
      ))}
      {hunt.left.length === 0 ? null : <span class="quiet">{h.left(hunt.left.length)}</span>}
      <Act why={isLive.value ? null : t.bar.why.offline} onPress={() => cancel(call.id)}>
        {h.cancel}
      </Act>
    </span>
  );
}
