import { useState } from 'preact/hooks';
import type { Purpose } from '../../recordings/access.ts';
import { texts } from '../i18n/index.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { post } from '../state/api.ts';
import type { RecordingDetail, RequestRow } from '../state/wire.ts';
import { CopyRows } from './copy-rows.tsx';
import { busyWhy, Said, Select, useDoing } from './forms.tsx';
import { Act, Card } from './parts.tsx';

type How = RequestRow['how'];

/** For which purposes this person may ask for such a copy: the original is as near as one to be handed out. */
const purposesOf = ({ may }: RecordingDetail, how: How): readonly Purpose[] =>
  how === 'download' ? may.download : may.export;

/** Copies of this recording that were asked for, and the way to ask for one. */
export function Copies({ recording }: { readonly recording: RecordingDetail }) {
  const t = texts.value.recordings.copies;
  const asked = useFetch<readonly RequestRow[]>('/recording-requests');
  const rows = (asked.value ?? []).filter((row) => row.recording === recording.id);
  const hows = (['download', 'export', 'original'] as const).filter(
    (how) => purposesOf(recording, how).length > 0,
  );
  return (
    <Card title={t.title}>
      <div class="body">
        <p class="small quiet">{t.hint}</p>
        {rows.length === 0 ? (
          <p class="quiet">{t.noneHere}</p>
        ) : (
          <div class="scroll">
            <CopyRows rows={rows} named={false} again={asked.again} />
          </div>
        )}
        {hows.length === 0 ? null : <AskForCopy recording={recording} hows={hows} again={asked.again} />}
      </div>
    </Card>
  );
}

type AskProps = {
  readonly recording: RecordingDetail;
  readonly hows: readonly How[];
  readonly again: () => void;
};

function AskForCopy({ recording, hows, again }: AskProps) {
  const { copies: t, player, purposes } = texts.value.recordings;
  const [how, setHow] = useState<How>(hows[0] ?? 'download');
  const [purpose, setPurpose] = useState<Purpose | null>(null);
  const [reason, setReason] = useState('');
  const [recipient, setRecipient] = useState('');
  const doing = useDoing();
  const offered = purposesOf(recording, how);
  const chosen = purpose !== null && offered.includes(purpose) ? purpose : offered[0];
  const handsOut = how === 'export';
  const lacking =
    reason.trim().length < 2 ? t.whyHint : handsOut && recipient.trim() === '' ? t.forHint : busyWhy(doing);
  const ask = async (): Promise<void> => {
    const body = {
      how,
      purpose: chosen,
      reason: reason.trim(),
      ...(handsOut ? { recipient: recipient.trim() } : {}),
    };
    const path = `/recordings/${encodeURIComponent(recording.id)}/requests`;
    if ((await doing.give(() => post(path, body), t.sent)) === null) return;
    setReason('');
    setRecipient('');
    again();
  };
  return (
    <form
      class="player-why"
      aria-label={t.ask}
      onSubmit={(event) => {
        event.preventDefault();
        if (lacking === null) void ask();
      }}
    >
      <Select label={t.kind} value={how} words={hows} nameOf={(one) => t.hows[one]} onChoose={setHow} />
      <Select
        label={player.purpose}
        value={chosen ?? 'handling'}
        words={offered}
        nameOf={(one) => purposes[one]}
        onChoose={setPurpose}
      />
      <label class="field grow">
        <span>{t.why}</span>
        <input value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      {handsOut ? (
        <label class="field">
          <span>{t.recipient}</span>
          <input
            value={recipient}
            maxLength={100}
            onInput={(event) => setRecipient(event.currentTarget.value)}
          />
        </label>
      ) : null}
      <Act class="primary" submit why={lacking} onPress={() => undefined}>
        {t.ask}
      </Act>
      <Said doing={doing} />
    </form>
  );
}
