import { texts } from '../i18n/index.ts';
import { duration } from '../lib/format.ts';
import { whoOf } from '../lib/steps.ts';
import { now } from '../state/clock.ts';
import type { CallRecord, Leg } from '../state/wire.ts';

/** The call's legs as bars on the call's own time: amber while it rang, filled while it was connected. */
export function CallLegs({ record }: { readonly record: CallRecord }) {
  const end = record.endedAt ?? now.value;
  return (
    <ul class="legs">
      {record.legs.map((leg) => (
        <li key={leg.id}>
          <LegHead leg={leg} end={end} />
          <LegTrack leg={leg} from={record.arrivedAt} end={end} />
        </li>
      ))}
    </ul>
  );
}

function LegHead({ leg, end }: { readonly leg: Leg; readonly end: number }) {
  const t = texts.value;
  const gone = leg.goneAt ?? end;
  const rang = leg.role === 'seat' ? `${t.call.rang} ${duration((leg.upAt ?? gone) - leg.startedAt)}` : null;
  const up = leg.upAt === null ? t.call.never : `${t.call.up} ${duration(gone - leg.upAt)}`;
  return (
    <div class="leg-head">
      <span>
        {leg.role === 'seat' && leg.seat !== null ? `${t.call.role.seat} ${leg.seat}` : whoOf(t, leg)}
      </span>
      <span class="quiet" {...(leg.cause === null ? {} : { title: t.call.cause(leg.cause) })}>
        {[rang, up].filter((text) => text !== null).join(' · ')}
      </span>
    </div>
  );
}

/** Drawn, not styled: the content security policy allows no inline style. */
function LegTrack({ leg, from, end }: { readonly leg: Leg; readonly from: number; readonly end: number }) {
  const whole = Math.max(1, end - from);
  const x = (at: number): number => Math.max(0, Math.min(100, ((at - from) / whole) * 100));
  const start = x(leg.startedAt);
  const gone = x(leg.goneAt ?? end);
  const up = leg.upAt === null ? null : x(leg.upAt);
  return (
    <svg class="leg-track" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      {leg.role === 'seat' ? (
        <rect class="rang" x={start} y="0" height="12" width={Math.max(0.6, (up ?? gone) - start)} />
      ) : null}
      {up === null ? null : (
        <rect class={`up ${leg.role}`} x={up} y="0" height="12" width={Math.max(0.6, gone - up)} />
      )}
    </svg>
  );
}
