import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { clockTime } from '../lib/format.ts';
import { post } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { bodyOf, setTrial, trial } from '../state/plan-trial.ts';
import { typedIn } from '../state/plan-typing.ts';
import type { PathRow, PlanDraft, TryAnswer } from '../state/wire.ts';
import { busyWhy, Form, Said, Text, useDoing } from './forms.tsx';
import { Act, Mark } from './parts.tsx';
import { PlanReplay } from './plan-replay.tsx';

type TryProps = { readonly draft: PlanDraft };

/** A draft is tried before it is published: a call that nobody makes, and the calls of the last days. */
export function PlanTry({ draft }: TryProps) {
  const t = texts.value.plan.trying;
  const [answer, setAnswer] = useState<{ readonly revision: number; readonly value: TryAnswer } | null>(null);
  const doing = useDoing();
  const tryIt = async (): Promise<void> => {
    const body = bodyOf(trial.value, draft.id, now.value);
    const done = await doing.give(() => post<TryAnswer>('/plan/try', body));
    setAnswer(done === null ? null : { revision: draft.revision, value: done.value });
  };
  return (
    <section class="plan-try" aria-label={t.title}>
      <h3>{t.title}</h3>
      <p class="quiet small">{typedIn(String(draft.id)) === null ? t.hint : t.unsaved}</p>
      <Form label={t.title} onSubmit={() => void tryIt()}>
        <CallFields />
        <SituationFields queues={queuesOf(draft)} />
        <Act submit class="primary" why={busyWhy(doing)} onPress={() => undefined}>
          {t.submit}
        </Act>
        <Said doing={doing} />
      </Form>
      {answer?.revision === draft.revision ? <Paths answer={answer.value} /> : null}
      <PlanReplay key={draft.revision} draft={draft} />
    </section>
  );
}

function CallFields() {
  const t = texts.value.plan.trying;
  const { dialled, from, at, keys, listed } = trial.value;
  return (
    <>
      <Text label={t.dialled} value={dialled} onInput={(value) => setTrial({ dialled: value })} required />
      <Text label={t.from} hint={t.fromHint} value={from} onInput={(value) => setTrial({ from: value })} />
      <label class="field">
        <span>{t.at}</span>
        <input
          type="datetime-local"
          value={at}
          onInput={(event) => setTrial({ at: event.currentTarget.value })}
        />
        <small class="quiet">{t.atHint}</small>
      </label>
      <Text label={t.keys} hint={t.keysHint} value={keys} onInput={(value) => setTrial({ keys: value })} />
      <Pick
        label={t.caller}
        value={listed}
        words={['', 'none', 'blocked', 'restricted', 'vip']}
        names={t.callers}
        onPick={(value) => setTrial({ listed: value })}
      />
    </>
  );
}

const situations = ['free', 'later', 'busy', 'silent', 'nobody'] as const;

function SituationFields({ queues }: { readonly queues: readonly string[] }) {
  const t = texts.value.plan.trying;
  const { situation, after, waiting, except, exceptSituation, desks } = trial.value;
  const seats = { words: situations, names: t.situations };
  const isLater = situation === 'later' || (except !== '' && exceptSituation === 'later');
  const isBusy = isLater || situation === 'busy' || (except !== '' && exceptSituation === 'busy');
  return (
    <>
      <Pick
        {...seats}
        label={t.situation}
        value={situation}
        onPick={(value) => setTrial({ situation: value })}
      />
      {isLater ? (
        <Text label={t.after} value={after} onInput={(value) => setTrial({ after: value })} />
      ) : null}
      {isBusy ? (
        <Text label={t.waiting} value={waiting} onInput={(value) => setTrial({ waiting: value })} />
      ) : null}
      <Pick
        label={t.except}
        value={queues.includes(except) ? except : ''}
        words={['', ...queues]}
        names={{ '': t.noException }}
        onPick={(value) => setTrial({ except: value })}
      />
      {except === '' ? null : (
        <Pick
          {...seats}
          label={t.exceptSituation}
          value={exceptSituation}
          onPick={(value) => setTrial({ exceptSituation: value })}
        />
      )}
      <Pick
        label={t.desks}
        value={desks}
        words={['yes', 'no']}
        names={t.desksAnswer}
        onPick={(value) => setTrial({ desks: value })}
      />
    </>
  );
}

/** The queues that a draft names, as far as it is a plan. */
function queuesOf({ document }: PlanDraft): readonly string[] {
  const { queues } = document;
  return typeof queues === 'object' && queues !== null ? Object.keys(queues) : [];
}

type PickProps = {
  readonly label: string;
  readonly value: string;
  readonly words: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly onPick: (value: string) => void;
};

const Pick = ({ label, value, words, names, onPick }: PickProps) => (
  <label class="field">
    <span>{label}</span>
    <select value={value} onChange={(event) => onPick(event.currentTarget.value)}>
      {words.map((one) => (
        <option key={one} value={one}>
          {names[one] ?? one}
        </option>
      ))}
    </select>
  </label>
);

/** Both paths side by side; where they part is marked. */
function Paths({ answer: { live, draft, parted, elsewhere } }: { readonly answer: TryAnswer }) {
  const t = texts.value.plan.trying;
  return (
    <>
      <p role="status">
        {parted === null ? (
          t.same
        ) : (
          <Mark tone={elsewhere ? 'alarm' : 'full'}>{elsewhere ? t.elsewhere : t.parts}</Mark>
        )}
      </p>
      <div class="plan-paths">
        <Path title={`${t.live} ${live.plan}`} label={t.live} path={live} parted={parted} />
        {draft === null ? null : (
          <Path title={`${t.draft} ${draft.plan}`} label={t.draft} path={draft} parted={parted} />
        )}
      </div>
    </>
  );
}

type PathProps = {
  readonly title: string;
  readonly label: string;
  readonly path: PathRow;
  readonly parted: number | null;
};

function Path({ title, label, path, parted }: PathProps) {
  const t = texts.value;
  const words = t.plan.trying;
  const outcomes: Readonly<Record<string, string>> = t.outcome;
  return (
    <section>
      <h4>{title}</h4>
      <ol aria-label={label}>
        {path.steps.map(({ at, kind, values, prompts }, n) => (
          <li
            key={`${String(n)} ${kind}`}
            class={n === parted ? 'parted' : ''}
            aria-current={n === parted ? 'step' : undefined}
          >
            <time class="quiet small">{clockTime(at)}</time>{' '}
            {words.steps[kind](values, outcomes[values['outcome'] ?? ''] ?? values['outcome'] ?? '')}
            {prompts.length === 0 ? null : (
              <span class="quiet small">
                {' '}
                {words.hears}
                {prompts.join(' ')}
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
