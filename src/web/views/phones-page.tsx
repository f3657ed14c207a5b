import { useEffect, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { queueWord } from '../lib/seat-words.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { type Answer, type Problem, post, remove } from '../state/api.ts';
import { may } from '../state/desk.ts';
import type { PhonesChanged, PhonesRow } from '../state/wire.ts';
import { Act, Card, Mark, Trouble } from './parts.tsx';
import { SeatForm, type SeatFormValue } from './seat-form.tsx';

const everyMs = 3_000;

/** What was done last, said above the list. */
type Said =
  | { readonly what: 'changed'; readonly answer: PhonesChanged }
  | { readonly what: 'removed'; readonly seat: string };

/** Seats and their phones, for who runs the system. */
export function PhonesPage() {
  const t = texts.value;
  const { value, problem, again } = useFetch<readonly PhonesRow[]>('/phones');
  const [form, setForm] = useState<SeatFormValue | null>(null);
  const [failed, setFailed] = useState<Problem | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  useEffect(() => {
    const timer = setInterval(again, everyMs);
    return () => clearInterval(timer);
  }, [again]);
  const take = (answer: Answer<PhonesChanged>): boolean => {
    setFailed(answer.ok ? null : answer.problem);
    if (answer.ok) setSaid({ what: 'changed', answer: answer.value });
    again();
    return answer.ok;
  };
  const save = async (wanted: SeatFormValue): Promise<void> => {
    const { seat, isNew, queues, desk, browser } = wanted;
    const setup = { queues, desk, browser };
    const answer = await (isNew
      ? post<PhonesChanged>('/phones', { seat, ...setup })
      : post<PhonesChanged>(`/phones/${seat}`, setup));
    if (take(answer)) setForm(null);
  };
  const removeSeat = async (seat: string): Promise<void> => {
    const answer = await remove<null>(`/phones/${seat}`);
    setFailed(answer.ok ? null : answer.problem);
    if (answer.ok) setSaid({ what: 'removed', seat });
    again();
  };
  return (
    <div class="stack">
      {said === null ? null : <Told said={said} close={() => setSaid(null)} />}
      {failed === null ? null : <Trouble problem={failed} />}
      {form === null ? null : (
        <SeatForm
          key={form.isNew ? '' : form.seat}
          value={form}
          onSave={(wanted) => void save(wanted)}
          onCancel={() => {
            setForm(null);
            setFailed(null);
          }}
        />
      )}
      <Card
        title={t.phones.admin.title}
        end={
          may('phones.write') ? (
            <Act class="primary" onPress={() => setForm(emptyForm)}>
              {t.phones.admin.add}
            </Act>
          ) : undefined
        }
      >
        {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
        {value === null ? (
          <p class="empty">{t.common.loading}</p>
        ) : (
          <List
            rows={value}
            onChange={(row) => setForm(formOf(row))}
            onPassword={(seat) => void post<PhonesChanged>(`/phones/${seat}/password`).then(take)}
            onRemove={(seat) => void removeSeat(seat)}
          />
        )}
      </Card>
    </div>
  );
}

const emptyForm: SeatFormValue = { seat: '', isNew: true, queues: ['general'], desk: 'plain', browser: true };
const formOf = ({ seat, queues, desk, browser }: PhonesRow): SeatFormValue => ({
  seat,
  isNew: false,
  queues,
  desk: desk?.kind ?? null,
  browser: browser !== null,
});

/** What became of the change; a password stays until it is noted. */
function Told({ said, close }: { readonly said: Said; readonly close: () => void }) {
  const t = texts.value.phones.admin;
  if (said.what === 'removed')
    return (
      <div class="note" role="status">
        {t.removed(said.seat)}
      </div>
    );
  const { phones, password, taken } = said.answer;
  if (password === null)
    return (
      <div class="note" role="status">
        {phones.seat}：{t.taken[taken]}
      </div>
    );
  return (
    <Card title={t.shownOnce(phones.seat)} class="once">
      <div class="body" role="alert">
        <p class="secret number">{password}</p>
        <p>{t.shownOnceHint}</p>
        <p class="quiet">{t.taken[taken]}</p>
        <Act class="primary" onPress={close}>
          {t.done}
        </Act>
      </div>
    </Card>
  );
}

type ListProps = {
  readonly rows: readonly PhonesRow[];
  readonly onChange: (row: PhonesRow) => void;
  readonly onPassword: (seat: string) => void;
  readonly onRemove: (seat: string) => void;
};

function List({ rows, ...acts }: ListProps) {
  const t = texts.value;
  const words = t.phones.admin;
  if (rows.length === 0) return <p class="empty">{words.none}</p>;
  return (
    <div class="scroll">
      <table class="table">
        <thead>
          <tr>
            <th>{words.seat}</th>
            <th>{words.queues}</th>
            <th>{words.desk}</th>
            <th>{words.browser}</th>
            <th>{words.agent}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.seat} row={row} {...acts} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, onChange, onPassword, onRemove }: { readonly row: PhonesRow } & Omit<ListProps, 'rows'>) {
  const t = texts.value;
  const words = t.phones.admin;
  // What cannot be taken back is pressed twice.
  const [sure, setSure] = useState<'password' | 'remove' | null>(null);
  const twice = (what: 'password' | 'remove', act: (seat: string) => void): void => {
    setSure(sure === what ? null : what);
    if (sure === what) act(row.seat);
  };
  return (
    <tr>
      <td class="number">{row.seat}</td>
      <td>{row.queues.map((queue) => queueWord(t, queue)).join('、')}</td>
      <td>
        {row.desk === null ? (
          words.hasNot
        ) : (
          <>
            <State state={row.desk.state} /> <span class="quiet small">{words.kind[row.desk.kind]}</span>
          </>
        )}
      </td>
      <td>{row.browser === null ? words.hasNot : <State state={row.browser.state} />}</td>
      <td>{row.agent ?? t.common.none}</td>
      <td class="acts">
        {may('phones.write') ? (
          <>
            <Act onPress={() => onChange(row)}>
              {words.change}
              <span class="unseen"> {row.seat}</span>
            </Act>
            <Act
              class={sure === 'password' ? 'danger' : ''}
              why={row.desk === null ? words.hasNot : null}
              onPress={() => twice('password', onPassword)}
            >
              {sure === 'password' ? words.surePassword(row.seat) : words.newPassword}
              {sure === 'password' ? null : <span class="unseen"> {row.seat}</span>}
            </Act>
            <Act class={sure === 'remove' ? 'danger' : ''} onPress={() => twice('remove', onRemove)}>
              {sure === 'remove' ? words.sureRemove(row.seat) : words.remove}
              {sure === 'remove' ? null : <span class="unseen"> {row.seat}</span>}
            </Act>
          </>
        ) : null}
      </td>
    </tr>
  );
}

const State = ({ state }: { readonly state: 'reachable' | 'unreachable' }) => (
  <Mark tone={state === 'reachable' ? 'full' : 'quiet'}>{texts.value.phones.admin.state[state]}</Mark>
);
