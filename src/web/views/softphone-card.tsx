import { texts } from '../i18n/index.ts';
import type { Texts } from '../i18n/zh.ts';
import { soundBlocked } from '../lib/ring-tone.ts';
import type { Tone } from '../lib/seat-words.ts';
import {
  autoAnswer,
  levels,
  micTrouble,
  muted,
  type SoftphoneState,
  setAutoAnswer,
  softphone,
  softphoneCall,
  startSoftphone,
  toggleMute,
} from '../state/softphone.ts';
import { Act, Card, Mark, problemText } from './parts.tsx';

const tones: Readonly<Record<SoftphoneState['state'], Tone>> = {
  off: 'quiet',
  starting: 'quiet',
  elsewhere: 'wait',
  registered: 'full',
  lost: 'wait',
  noPhone: 'alarm',
  failed: 'alarm',
};

/** What is wrong and what to do; null when nothing is. */
function trouble(t: Texts, now: SoftphoneState): string | null {
  const words = t.phones.soft;
  if (now.state === 'noPhone') return words.why[now.why];
  if (now.state === 'failed') return now.problem === null ? words.refused : problemText(t, now.problem);
  if (now.state === 'elsewhere') return words.elsewhereHint;
  if (now.state === 'lost') return words.lostHint;
  if (micTrouble.value !== null) return words.mic[micTrouble.value];
  return soundBlocked.value ? words.soundBlocked : null;
}

/** This page as the phone of my seat: whether it is registered, how loud both sides are, and what to do when it fails. */
export function SoftphoneCard() {
  const t = texts.value;
  const words = t.phones.soft;
  const now = softphone.value;
  if (now.state === 'off') return null;
  const why = trouble(t, now);
  const talking = softphoneCall.value === 'talking';
  return (
    <Card
      title={words.title}
      class="softphone"
      end={<Mark tone={tones[now.state]}>{words.state[now.state]}</Mark>}
    >
      <div class="body">
        <p class={`softphone-why ${why === null ? 'quiet' : ''}`} role={why === null ? undefined : 'alert'}>
          {why ?? words.fine}
        </p>
        <div class="softphone-levels">
          <Level label={words.micLevel} value={levels.value.mic} off={muted.value} />
          <Level label={words.heardLevel} value={levels.value.heard} />
        </div>
        <div class="row">
          <Act
            class={muted.value ? 'danger' : ''}
            shortcut="F2"
            pressed={muted.value}
            why={talking ? null : t.bar.why.noCall}
            onPress={toggleMute}
          >
            {muted.value ? words.unmute : words.mute}
          </Act>
          <Act
            why={now.state === 'registered' || now.state === 'starting' ? words.notNeeded : null}
            onPress={() => startSoftphone(now.state === 'elsewhere')}
          >
            {now.state === 'elsewhere' ? words.takeOver : t.common.retry}
          </Act>
        </div>
        <label class="check">
          <input
            type="checkbox"
            checked={autoAnswer.value}
            onChange={(event) => setAutoAnswer(event.currentTarget.checked)}
          />
          {words.autoAnswer}
        </label>
      </div>
    </Card>
  );
}

/** Loudness as a bar; the square root makes a quiet voice visible. */
function Level({ label, value, off = false }: { label: string; value: number | null; off?: boolean }) {
  const share = off || value === null ? 0 : Math.min(1, Math.sqrt(value));
  return (
    <span class={`level ${off ? 'off' : ''}`}>
      <span>{label}</span>
      <meter min={0} max={1} value={share} aria-label={label} />
    </span>
  );
}
