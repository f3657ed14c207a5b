import { useEffect } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { standingWord } from '../lib/caller-words.ts';
import { clockTime, dayTime, duration, phoneNumber, size } from '../lib/format.ts';
import { languageWord } from '../lib/language-words.ts';
import { outcomeTone, phaseTone, queueWord, surveyWord } from '../lib/seat-words.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { now } from '../state/clock.ts';
import { may, nameOf, who } from '../state/desk.ts';
import { linkTo, linkToRecording } from '../state/router.ts';
import type { CallRecord, RecordingRow } from '../state/wire.ts';
import { CallLegs } from './call-legs.tsx';
import { CallSteps } from './call-steps.tsx';
import { Card, Mark, Trouble } from './parts.tsx';
import { ReportCall } from './report-call.tsx';

/** How often the record of a call that still goes on is asked for again, in ms. */
const everyMs = 2_000;

/** All that is known of one call. */
export function CallPage({ id }: { readonly id: string }) {
  const t = texts.value;
  const { value, problem, again } = useFetch<CallRecord>(`/calls/${encodeURIComponent(id)}`);
  const expected =
    value === null
      ? []
      : [value, ...value.consultations].filter((one) => one.recording?.state === 'expected');
  const settled = value?.phase === 'ended' && expected.length === 0;
  useEffect(() => {
    if (settled || problem !== null) return;
    const timer = setInterval(again, everyMs);
    return () => clearInterval(timer);
  }, [settled, problem, again]);
  return (
    <div class="wide">
      <div class="page-head">
        <a href={linkTo('calls')}>← {t.calls.title}</a>
        {value === null ? null : <Headline record={value} />}
      </div>
      {problem === null ? null : problem.status === 404 || problem.status === 400 ? (
        <p class="card empty">{t.call.notFound}</p>
      ) : (
        <Trouble problem={problem} onRetry={again} />
      )}
      {value === null ? (
        problem === null ? (
          <p class="empty">{t.common.loading}</p>
        ) : null
      ) : (
        <Record record={value} />
      )}
    </div>
  );
}

function Headline({ record }: { readonly record: CallRecord }) {
  const t = texts.value;
  return (
    <>
      <h1 class="number">{record.from === null ? t.bar.unknownNumber : phoneNumber(record.from)}</h1>
      {record.outcome === null ? (
        <Mark tone={phaseTone(record.phase)}>{t.phase[record.phase]}</Mark>
      ) : (
        <Mark tone={outcomeTone(record.outcome)}>{t.outcome[record.outcome]}</Mark>
      )}
    </>
  );
}

function Record({ record }: { readonly record: CallRecord }) {
  const t = texts.value;
  return (
    <div class="record">
      <Card title={t.call.record}>
        <div class="body">
          <CallSteps record={record} />
        </div>
      </Card>
      <div class="stack">
        <Summary record={record} />
        <Card title={t.call.legs}>
          <div class="body">
            <CallLegs record={record} />
          </div>
        </Card>
        <Card title={t.call.recording}>
          <div class="body">
            <RecordingState recording={record.recording} />
          </div>
        </Card>
        {isReportable(record) ? <ReportCall id={record.id} /> : null}
        {record.consultations.length === 0 ? null : <Consultations of={record.consultations} />}
      </div>
    </div>
  );
}

/** Agents report their own calls, supervisors everybody's. */
const isReportable = ({ from, origin, agent }: CallRecord): boolean =>
  from !== null &&
  origin === 'inbound' &&
  may('callers.propose') &&
  (may('callers.read') || agent === who.value?.username);

function Summary({ record }: { readonly record: CallRecord }) {
  const t = texts.value;
  const { ending, survey, ticket } = record;
  const rows: readonly (readonly [string, string])[] = [
    [t.bar.ticket, record.ticketNo],
    [t.calls.at, dayTime(record.arrivedAt, now.value)],
    [t.call.dialled, record.dialled],
    ...(record.standing === null ? [] : [[t.callers.standing, standingWord(record.standing)] as const]),
    ...(record.language === null ? [] : [[t.callers.language, languageWord(record.language)] as const]),
    [t.bar.queue, queueWord(t, record.queue)],
    [t.call.total, duration((record.endedAt ?? now.value) - record.arrivedAt)],
    ...(ending === null ? [] : [[t.call.endedBy, t.call.by[ending.by]] as const]),
    ...(survey === null ? [] : [[t.survey.title, surveyWord(t, survey.level)] as const]),
    ...(record.agent === null ? [] : [[t.calls.agent, nameOf(record.agent) ?? ''] as const]),
    ...(ticket === null ? [] : [[t.tickets.stateOf, t.tickets.stateWords[ticket.state]] as const]),
  ];
  return (
    <Card title={t.call.summary}>
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

/** What was said in private while the citizen waited, each with its own recording. */
function Consultations({ of }: { readonly of: CallRecord['consultations'] }) {
  const t = texts.value;
  return (
    <Card title={t.recordings.consultations.title}>
      <div class="body">
        <p class="small quiet">{t.recordings.consultations.hint}</p>
        <ol class="consultations">
          {of.map(({ agent, name, from, to, recording }) => (
            <li key={from}>
              <p>
                {t.recordings.consultations.who(nameOf(agent) ?? agent, name)}{' '}
                <span class="quiet">
                  {clockTime(from)}–{to === null ? t.recordings.consultations.goesOn : clockTime(to)}
                </span>
              </p>
              <RecordingState recording={recording} />
            </li>
          ))}
        </ol>
      </div>
    </Card>
  );
}

const recordingTones = {
  running: 'talk',
  expected: 'quiet',
  kept: 'full',
  missing: 'alarm',
  destroyed: 'quiet',
} as const;

function RecordingState({ recording }: { readonly recording: RecordingRow | null }) {
  const t = texts.value;
  if (recording === null) return <p class="quiet">{t.recording.none}</p>;
  const { state, startedAt, durationMs, bytes } = recording;
  return (
    <>
      <div class="seat-state">
        <Mark tone={recordingTones[state]}>{t.recording[state]}</Mark>
        <span class="time">
          {state === 'running'
            ? duration(now.value - startedAt)
            : durationMs === null
              ? ''
              : duration(durationMs)}
        </span>
      </div>
      <p class="small quiet">
        {t.recording.from(clockTime(startedAt))}
        {bytes === null ? '' : ` · ${size(bytes)}`}
      </p>
      {state === 'kept' ? <a href={linkToRecording(recording.id)}>{t.recordings.open}</a> : null}
    </>
  );
}
