import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Purpose } from '../../recordings/access.ts';
import { texts } from '../i18n/index.ts';
import { dayTime, duration, share, size } from '../lib/format.ts';
import { modes, speeds } from '../lib/sound.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { type Player, usePlayer } from '../lib/use-player.ts';
import { now } from '../state/clock.ts';
import { may } from '../state/desk.ts';
import { linkTo, linkToCall } from '../state/router.ts';
import type { RecordingDetail } from '../state/wire.ts';
import { Said, Select, useDoing } from './forms.tsx';
import { Act, Card, Mark, Trouble } from './parts.tsx';
import { Copies } from './recording-copies.tsx';
import { Marks } from './recording-marks.tsx';
import { Redactions } from './recording-redactions.tsx';
import { Releases } from './recording-releases.tsx';
import { Wave } from './recording-wave.tsx';

/** One recording: heard, marked, released to units. */
export function RecordingPage({ id }: { readonly id: string }) {
  const t = texts.value;
  const { value, problem, again } = useFetch<RecordingDetail>(`/recordings/${encodeURIComponent(id)}`);
  return (
    <div class="wide">
      <div class="page-head">
        <a href={linkTo('recordings')}>← {t.recordings.title}</a>
        {value === null ? null : <h1>{dayTime(value.startedAt, now.value)}</h1>}
        {value?.confidential === true ? <Mark tone="alarm">{t.recordings.confidential}</Mark> : null}
        {value === null || value.alarm === null ? null : (
          <Mark tone="alarm">{t.recordings.alarms[value.alarm]}</Mark>
        )}
      </div>
      {problem === null ? null : problem.status === 404 || problem.status === 400 ? (
        <p class="card empty">{t.recordings.notFound}</p>
      ) : (
        <Trouble problem={problem} onRetry={again} />
      )}
      {value === null ? (
        problem === null ? (
          <p class="empty">{t.common.loading}</p>
        ) : null
      ) : (
        <Parts recording={value} again={again} />
      )}
    </div>
  );
}

type PartProps = { readonly recording: RecordingDetail; readonly again: () => void };

function Parts({ recording, again }: PartProps) {
  const player = usePlayer(recording.id);
  return (
    <div class="stack">
      <PlayerCard recording={recording} player={player} />
      <div class="recording-parts">
        <Marks recording={recording} player={player} again={again} />
        <Facts recording={recording} />
        {may('recording.release') ? <Releases recording={recording} again={again} /> : null}
        {may('recording.keep') && recording.state === 'kept' ? (
          <Redactions recording={recording} player={player} again={again} />
        ) : null}
      </div>
      {may('recording.request') ? <Copies recording={recording} /> : null}
    </div>
  );
}

function PlayerCard({ recording, player }: { readonly recording: RecordingDetail; readonly player: Player }) {
  const t = texts.value.recordings.player;
  const total = recording.durationMs ?? 0;
  usePlayerKeys(player);
  return (
    <Card title={t.title}>
      <div class="body player">
        {recording.state !== 'kept' ? (
          <p class="quiet">{t.notKept}</p>
        ) : recording.may.play.length === 0 ? (
          <p class="quiet">{t.mayNot}</p>
        ) : (
          <Ask recording={recording} player={player} />
        )}
        <Wave recording={recording} atMs={player.atMs} onSeek={(ms) => player.seek(Math.min(ms, total))} />
        <Controls player={player} recording={recording} />
        <p class="small quiet">{t.keys}</p>
      </div>
    </Card>
  );
}

/** Says why, once; what was typed stays. */
function Ask({ recording, player }: { readonly recording: RecordingDetail; readonly player: Player }) {
  const t = texts.value.recordings;
  const [purpose, setPurpose] = useState<Purpose>(recording.may.play[0] ?? 'handling');
  const [note, setNote] = useState('');
  const doing = useDoing();
  const ready = note.trim().length >= 2;
  return (
    <form
      class="player-why"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void doing.give(() => player.start({ purpose, note: note.trim() }));
      }}
    >
      <Select
        label={t.player.purpose}
        value={purpose}
        words={recording.may.play}
        nameOf={(one) => t.purposes[one]}
        onChoose={setPurpose}
      />
      <label class="field grow">
        <span>{t.player.note}</span>
        <input
          value={note}
          maxLength={200}
          placeholder={t.player.noteHint}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </label>
      <Act class="primary" submit why={ready ? null : t.player.noteHint} onPress={() => undefined}>
        {t.player.ask}
      </Act>
      <p class="small quiet">{t.player.recordHint}</p>
      <Said doing={doing} />
    </form>
  );
}

function Controls({ player, recording }: { readonly player: Player; readonly recording: RecordingDetail }) {
  const t = texts.value.recordings.player;
  const total = recording.durationMs ?? 0;
  const why = player.open ? null : t.noteHint;
  return (
    <div class="player-row">
      <Act why={why} onPress={() => player.seek(player.atMs - 5_000)}>
        {t.back}
      </Act>
      <Act class="primary" why={why} onPress={() => player.toggle()}>
        {player.playing ? t.pause : t.play}
      </Act>
      <Act why={why} onPress={() => player.seek(Math.min(total, player.atMs + 5_000))}>
        {t.on}
      </Act>
      <output class="player-time">
        {duration(player.atMs)} / {duration(total)}
      </output>
      <fieldset class="player-choice">
        <legend>{t.speed}</legend>
        {speeds.map((speed) => (
          <Act key={speed} pressed={player.speed === speed} onPress={() => player.setSpeed(speed)}>
            {String(speed)}×
          </Act>
        ))}
      </fieldset>
      <fieldset class="player-choice">
        <legend>{t.channels}</legend>
        {modes.map((mode) => (
          <Act key={mode} pressed={player.mode === mode} onPress={() => player.setMode(mode)}>
            {t.sides[recording.kind].modes[mode]}
          </Act>
        ))}
      </fieldset>
      <span class="player-failed" role="status">
        {player.failed ? t.failed : ''}
      </span>
    </div>
  );
}

/** What the keys do while nothing is typed. */
function keysOf(player: Player): Readonly<Record<string, (far: boolean) => void>> {
  return {
    ' ': () => player.toggle(),
    ArrowLeft: (far) => player.seek(player.atMs - (far ? 30_000 : 5_000)),
    ArrowRight: (far) => player.seek(player.atMs + (far ? 30_000 : 5_000)),
    '[': () => player.faster(-1),
    ']': () => player.faster(1),
    ...Object.fromEntries(modes.map((mode, n) => [String(n + 1), () => player.setMode(mode)])),
  };
}

function usePlayerKeys(player: Player): void {
  const latest = useRef(player);
  latest.current = player;
  useLayoutEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      const { target } = event;
      if (event.ctrlKey || event.altKey || event.metaKey || !latest.current.open) return;
      if (target instanceof HTMLElement && target.closest('input, select, textarea') !== null) return;
      // A button that has the focus is pressed by the space bar; it does what it says.
      if (event.key === ' ' && target instanceof HTMLElement && target.closest('button, a') !== null) return;
      const action = keysOf(latest.current)[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action(event.shiftKey);
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}

function Facts({ recording }: { readonly recording: RecordingDetail }) {
  const t = texts.value;
  const { state, kind, durationMs, bytes, silenceShare, ticketNo } = recording;
  const rows: readonly (readonly [string, string])[] = [
    [t.recordings.state, t.recording[state]],
    [t.recordings.kind, t.recordings.kinds[kind]],
    [t.recordings.ticket, ticketNo],
    [t.recordings.length, durationMs === null ? t.common.none : duration(durationMs)],
    [t.recordings.silence, share(silenceShare)],
    ...(bytes === null ? [] : [['Opus', size(bytes)] as const]),
  ];
  return (
    <Card title={t.call.summary} end={<a href={linkToCall(recording.call)}>{t.recordings.call}</a>}>
      <div class="body">
        <dl class="facts-list">
          {rows.map(([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
      </div>
    </Card>
  );
}
