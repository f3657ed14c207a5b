import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { dayTime, duration } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import type { Player } from '../lib/use-player.ts';
import { post } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { nameOf } from '../state/desk.ts';
import type { RecordingDetail, RedactionRow } from '../state/wire.ts';
import { Said, Twice, useDoing } from './forms.tsx';
import { Act, Card } from './parts.tsx';

type Props = { readonly recording: RecordingDetail; readonly player: Player; readonly again: () => void };

/** What was silenced afterwards, and the way to have a stretch silenced: from where one listens to where one listens. */
export function Redactions({ recording, player, again }: Props) {
  const t = texts.value.recordings.redactions;
  const path = `/recordings/${encodeURIComponent(recording.id)}/redactions`;
  const list = useFetch<readonly RedactionRow[]>(path);
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const doing = useDoing();
  const lacking =
    from === null || to === null || from >= to ? t.choose : reason.trim().length < 2 ? t.reason : null;
  const redact = async (): Promise<void> => {
    const body = { fromMs: from, toMs: to, reason: reason.trim() };
    if ((await doing.give(() => post(path, body), t.asked)) === null) return;
    setFrom(null);
    setTo(null);
    setReason('');
    list.again();
    again();
  };
  return (
    <Card title={t.title}>
      <div class="body">
        <p class="small quiet">{t.hint}</p>
        <List rows={list.value ?? []} />
        <form class="player-why" onSubmit={(event) => event.preventDefault()}>
          <Edge name={t.from} ms={from} onPress={() => setFrom(Math.round(player.atMs))} />
          <Edge name={t.to} ms={to} onPress={() => setTo(Math.round(player.atMs))} />
          <label class="field grow">
            <span>{t.reason}</span>
            <input value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} />
          </label>
          <Twice confirm={t.sure} why={lacking} onPress={() => void redact()}>
            {t.redact}
          </Twice>
        </form>
        <Said doing={doing} />
      </div>
    </Card>
  );
}

/** One end of the stretch: taken where one listens. */
function Edge({
  name,
  ms,
  onPress,
}: {
  readonly name: string;
  readonly ms: number | null;
  readonly onPress: () => void;
}) {
  const { none } = texts.value.common;
  return (
    <Act onPress={onPress}>
      {name} <output>{ms === null ? none : duration(ms)}</output>
    </Act>
  );
}

function List({ rows }: { readonly rows: readonly RedactionRow[] }) {
  const t = texts.value.recordings.redactions;
  if (rows.length === 0) return <p class="quiet">{t.none}</p>;
  return (
    <ul class="marks">
      {rows.map((row) => (
        <li key={row.id}>
          <span>
            {duration(row.fromMs)}–{duration(row.toMs)}
          </span>
          <span class="grow">{row.reason}</span>
          <span class="quiet small">
            {nameOf(row.by) ?? row.by} {row.doneAt === null ? t.waiting : dayTime(row.doneAt, now.value)}
          </span>
        </li>
      ))}
    </ul>
  );
}
