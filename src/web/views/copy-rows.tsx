import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { dayTime } from '../lib/format.ts';
import { post } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { may, who } from '../state/desk.ts';
import { linkToRecording } from '../state/router.ts';
import type { RequestRow } from '../state/wire.ts';
import { Said, Twice, useDoing } from './forms.tsx';
import { Act, Mark } from './parts.tsx';

type RowsProps = {
  readonly rows: readonly RequestRow[];
  /** Where they are of one recording, that one is not named. */
  readonly named: boolean;
  readonly again: () => void;
};

/** Requests for copies: what became of each, the way to decide on somebody else's, and to take one's own. */
export function CopyRows({ rows, named, again }: RowsProps) {
  const t = texts.value.recordings.copies;
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{t.asked}</th>
          <th>{t.no}</th>
          {named ? <th>{t.recording}</th> : null}
          <th>{t.kind}</th>
          <th>{t.reason}</th>
          <th>{t.by}</th>
          <th>{t.state}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={row.no} row={row} named={named} again={again} />
        ))}
      </tbody>
    </table>
  );
}

type LineProps = { readonly row: RequestRow; readonly named: boolean; readonly again: () => void };

function Line({ row, named, again }: LineProps) {
  const { copies: t, purposes } = texts.value.recordings;
  const [deciding, setDeciding] = useState(false);
  const mine = row.askedBy === who.value?.username;
  return (
    <>
      <tr>
        <td>{dayTime(row.askedAt, now.value)}</td>
        <td class="number">{row.no}</td>
        {named ? (
          <td>
            <a href={linkToRecording(row.recording)}>{t.open}</a>
          </td>
        ) : null}
        <td>
          {t.hows[row.how]}
          {row.recipient === null ? null : <div class="quiet small">{t.for(row.recipient)}</div>}
        </td>
        <td class="grow">
          {purposes[row.purpose]}
          <div class="quiet small">{row.reason}</div>
        </td>
        <td>{row.askedByName ?? row.askedBy}</td>
        <td>
          <State row={row} />
        </td>
        <td class="right">
          {mine && takable(row) ? (
            <a href={`/api/v1/recording-requests/${row.no}/copy`} download={`${row.no}.ogg`}>
              {t.take}
            </a>
          ) : null}
          {!mine && row.decidedAt === null && may('recording.approve') ? (
            <Act pressed={deciding} onPress={() => setDeciding(!deciding)}>
              {t.decide}
            </Act>
          ) : null}
        </td>
      </tr>
      {deciding && row.decidedAt === null ? (
        <Decision row={row} columns={named ? 8 : 7} again={again} />
      ) : null}
    </>
  );
}

const takable = ({ granted, expiresAt }: RequestRow): boolean =>
  granted === true && expiresAt !== null && now.value < expiresAt;

function State({ row }: { readonly row: RequestRow }) {
  const t = texts.value.recordings.copies;
  const { granted, expiresAt, word, decidedBy, decidedByName, taken } = row;
  const told = [decidedByName ?? decidedBy, word, taken === 0 ? null : t.taken(taken)].filter(
    (one) => one !== null,
  );
  return (
    <>
      {granted === null ? (
        <Mark tone="wait">{t.waiting}</Mark>
      ) : !granted ? (
        <Mark tone="alarm">{t.refused}</Mark>
      ) : takable(row) ? (
        <Mark tone="full">{t.granted(dayTime(expiresAt ?? 0, now.value))}</Mark>
      ) : (
        t.over
      )}
      <div class="quiet small">{told.join(' · ')}</div>
    </>
  );
}

type DecisionProps = { readonly row: RequestRow; readonly columns: number; readonly again: () => void };

/** Agrees or refuses, with a word on it; what was typed stays until it is done. */
function Decision({ row, columns, again }: DecisionProps) {
  const t = texts.value.recordings.copies;
  const [word, setWord] = useState('');
  const doing = useDoing();
  const lacking = word.trim().length < 2 ? t.whyHint : null;
  const decide = async (granted: boolean): Promise<void> => {
    const body = { granted, word: word.trim() };
    if ((await doing.give(() => post(`/recording-requests/${row.no}/decision`, body))) !== null) again();
  };
  return (
    <tr>
      <td colSpan={columns}>
        <form
          class="player-why"
          aria-label={`${t.decide} ${row.no}`}
          onSubmit={(event) => event.preventDefault()}
        >
          <label class="field grow">
            <span>{t.opinion}</span>
            <input value={word} maxLength={200} onInput={(event) => setWord(event.currentTarget.value)} />
          </label>
          <Twice confirm={t.sure} why={lacking} onPress={() => void decide(true)}>
            {t.agree}
          </Twice>
          <Twice confirm={t.sure} why={lacking} onPress={() => void decide(false)}>
            {t.refuse}
          </Twice>
          <Said doing={doing} />
        </form>
      </td>
    </tr>
  );
}
