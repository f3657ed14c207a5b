import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { dayTime } from '../lib/format.ts';
import { type Fetched, useFetch } from '../lib/use-fetch.ts';
import { get, post } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { may } from '../state/desk.ts';
import { query, setQuery } from '../state/router.ts';
import type { PlanDraft, PlanDrafts, PlanPublication, PlanVersions } from '../state/wire.ts';
import { busyWhy, Form, Said, Text, Twice, useDoing } from './forms.tsx';
import { Act, Card, Mark, Trouble } from './parts.tsx';
import { PlanDraftCard } from './plan-draft.tsx';
import { PlanVersionCard } from './plan-version.tsx';

/** How calls are treated: what is in force when, what is being written, and every version there was. */
export function PlanPage() {
  const [round, setRound] = useState(0);
  const changed = (): void => setRound((n) => n + 1);
  const { draft = '', version = '' } = query.value;
  const close = (): void => setQuery({ draft: '', version: '' });
  const versions = useFetch<PlanVersions>(versionsPath, round);
  const drafts = useFetch<PlanDrafts>(may('plan.edit') ? '/plan/drafts' : null, round);
  const approval = drafts.value?.approval === true;
  return (
    <div class="stack wide">
      {draft === '' ? null : (
        <PlanDraftCard key={draft} id={draft} approval={approval} changed={changed} close={close} />
      )}
      {version === '' ? null : <PlanVersionCard key={version} n={version} changed={changed} close={close} />}
      <Times round={round} changed={changed} />
      {may('plan.edit') ? <Drafts drafts={drafts} versions={versions.value} changed={changed} /> : null}
      <Versions versions={versions} />
    </div>
  );
}

type Part = { readonly round: number; readonly changed: () => void };

const openVersion = (n: number): void => setQuery({ draft: '', version: String(n) });

function Times({ round, changed }: Part) {
  const t = texts.value.plan;
  const { value, problem, again } = useFetch<readonly PlanPublication[]>('/plan/publications', round);
  const doing = useDoing();
  const withdraw = async (id: number): Promise<void> => {
    await doing.give(() => post(`/plan/publications/${String(id)}/withdraw`), t.withdrawn);
    changed();
  };
  return (
    <Card title={t.times}>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      <div class="scroll">
        <table class="table" aria-label={t.times}>
          <tbody>
            {(value ?? []).map((one) => (
              <tr key={one.id}>
                <td>
                  <button type="button" class="link" onClick={() => openVersion(one.version)}>
                    {t.version} {one.version}
                  </button>
                </td>
                <td>
                  {dayTime(one.from, now.value)} –{' '}
                  {one.until === null ? t.open : dayTime(one.until, now.value)}
                </td>
                <td>
                  <Mark tone={one.state === 'inForce' ? 'full' : 'quiet'}>{t.states[one.state]}</Mark>
                </td>
                <td class="grow">{one.reason}</td>
                <td>{one.by}</td>
                <td>
                  {may('plan.publish') && canGo(one) ? (
                    <Twice
                      confirm={t.sureWithdraw}
                      why={busyWhy(doing)}
                      onPress={() => void withdraw(one.id)}
                    >
                      {t.withdraw}
                    </Twice>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="body">
        <Said doing={doing} />
      </div>
    </Card>
  );
}

/** What has not come yet, or is temporary. */
const canGo = ({ state, until }: PlanPublication): boolean =>
  state === 'scheduled' || (state === 'inForce' && until !== null);

type DraftsProps = {
  readonly drafts: Fetched<PlanDrafts>;
  readonly versions: PlanVersions | null;
  readonly changed: () => void;
};

function Drafts({ drafts, versions, changed }: DraftsProps) {
  const t = texts.value.plan;
  const { value, problem, again } = drafts;
  const open = (id: number): void => setQuery({ version: '', draft: String(id) });
  return (
    <Card title={t.drafts}>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      <div class="scroll">
        <table class="table">
          <tbody>
            {(value?.items ?? []).map((row) => (
              <tr key={row.id}>
                <td class="grow">
                  <button
                    type="button"
                    class="link"
                    aria-label={t.edit(row.title)}
                    onClick={() => open(row.id)}
                  >
                    {row.title}
                  </button>
                </td>
                <td>{t.draftStates[row.state]}</td>
                <td>
                  {row.changedBy} · {dayTime(row.changedAt, now.value)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <NewDraft
        versions={versions}
        onMade={(id) => {
          changed();
          open(id);
        }}
      />
    </Card>
  );
}

type NewProps = { readonly versions: PlanVersions | null; readonly onMade: (id: number) => void };

const versionsPath = '/plan/versions?limit=50';
const newest = ({ items }: PlanVersions): number | undefined =>
  items.find(({ inForce }) => inForce)?.n ?? items[0]?.n;

/** Begins a draft as the plan in force is, or the newest version. Who is faster than the list of versions is not made to wait for it. */
function NewDraft({ versions, onMade }: NewProps) {
  const t = texts.value.plan;
  const [title, setTitle] = useState('');
  const doing = useDoing();
  const make = async (): Promise<void> => {
    const made = await doing.give(async () => {
      const found =
        versions === null ? await get<PlanVersions>(versionsPath) : ({ ok: true, value: versions } as const);
      if (!found.ok) return found;
      return post<PlanDraft>('/plan/drafts', { title: title.trim(), version: newest(found.value) });
    });
    if (made === null) return;
    setTitle('');
    onMade(made.value.id);
  };
  return (
    <Form label={t.newDraft} onSubmit={() => void make()}>
      <Text label={t.draftTitle} value={title} onInput={setTitle} required />
      <Act submit class="primary" why={busyWhy(doing)} onPress={() => undefined}>
        {t.newDraft}
      </Act>
      <Said doing={doing} />
    </Form>
  );
}

function Versions({ versions }: { readonly versions: Fetched<PlanVersions> }) {
  const t = texts.value.plan;
  const { value, problem, again } = versions;
  return (
    <Card title={t.versions}>
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      <div class="scroll">
        <table class="table" aria-label={t.versions}>
          <tbody>
            {(value?.items ?? []).map((row) => (
              <tr key={row.n}>
                <td>{row.n}</td>
                <td>
                  <button
                    type="button"
                    class="link"
                    aria-label={t.view(row.name)}
                    onClick={() => openVersion(row.n)}
                  >
                    {row.name}
                  </button>
                </td>
                <td>{row.inForce ? <Mark tone="full">{t.inForce}</Mark> : null}</td>
                <td class="grow">{row.reason}</td>
                <td>
                  {row.author}
                  {row.approvedBy === null ? '' : ` · ${t.approvedBy} ${row.approvedBy}`}
                </td>
                <td>{dayTime(row.madeAt, now.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
