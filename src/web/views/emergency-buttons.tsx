import type { EmergencyNumber } from '../../emergency/model.ts';
import { texts } from '../i18n/index.ts';
import { emergencyKeys } from '../state/call-keys.ts';
import { emergencyOrder, emergencyPress, emergencyWhy, pressEmergency } from '../state/emergency.ts';
import { Act } from './parts.tsx';

/** Red and apart. One press puts the citizen through; a ring fills up meanwhile, and until it is full the press can be taken back. */
export function EmergencyButtons() {
  const t = texts.value;
  return (
    <fieldset class="emergencies" aria-label={t.controls.emergency.label}>
      {emergencyOrder.map((number) => (
        <EmergencyButton key={number} number={number} />
      ))}
    </fieldset>
  );
}

function EmergencyButton({ number }: { readonly number: EmergencyNumber }) {
  const e = texts.value.controls.emergency;
  const press = emergencyPress.value;
  const mine = press.state !== 'none' && press.number === number;
  const pending = mine && press.state === 'pending';
  const key = emergencyKeys[number];
  return (
    <Act
      class={`emergency ${pending ? 'pending' : ''} ${mine && press.state === 'sending' ? 'busy' : ''}`}
      why={emergencyWhy()}
      pressed={mine}
      title={`${e.press(number)} ${e.name[number] ?? ''} (${key})`}
      onPress={() => pressEmergency(number)}
    >
      {pending ? <Ring /> : null}
      <span>{number}</span>
      <span class="key">{pending ? e.undo : (e.name[number] ?? '')}</span>
    </Act>
  );
}

/** Fills up in the time in which the press can be taken back; `undoMs` in state/emergency.ts, and the same in bar.css. */
const Ring = () => (
  <svg class="ring" viewBox="0 0 40 40" aria-hidden="true">
    <circle cx="20" cy="20" r="17" pathLength="100" />
  </svg>
);
