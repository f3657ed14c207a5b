import { texts } from '../i18n/index.ts';
import { queueWord } from '../lib/seat-words.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { usePages } from '../lib/use-pages.ts';
import { query, setQuery } from '../state/router.ts';
import { view } from '../state/socket.ts';
import type { AgentRow, PlanInForce } from '../state/wire.ts';
import { AssignmentForm } from './assignment-form.tsx';
import { Filters, ListBody } from './list-parts.tsx';
import { Card, Trouble } from './parts.tsx';

/** Who can do what, and who serves which queues; a change is in force at once. */
export function AgentsPage() {
  const t = texts.value;
  const w = t.lead.agents;
  const { role = '', agent: chosen = '' } = query.value;
  const pages = usePages<AgentRow>('/agents', { role });
  const plan = useFetch<PlanInForce>('/plan');
  const rows = pages.value?.items ?? [];
  const row = rows.find(({ agent }) => agent === chosen);
  return (
    <div class="two">
      <section class="card" aria-label={w.title}>
        <header>
          <h1>{w.title}</h1>
        </header>
        <Filters names={[]} again={pages.again}>
          <label class="field">
            <span>{w.role}</span>
            <select
              value={role === '' ? 'agent' : role}
              onChange={(event) => setQuery({ role: event.currentTarget.value, agent: '' })}
            >
              {(['agent', 'shiftLeader'] as const).map((one) => (
                <option key={one} value={one}>
                  {w.roles[one]}
                </option>
              ))}
            </select>
          </label>
        </Filters>
        <ListBody pages={pages} none={w.none}>
          <Table rows={rows} chosen={chosen} />
        </ListBody>
      </section>
      <Card title={row === undefined ? w.title : w.edit(row.name)} class="sticky">
        {plan.problem === null ? null : <Trouble problem={plan.problem} onRetry={plan.again} />}
        {row === undefined || plan.value === null ? (
          <p class="body quiet">{w.choose}</p>
        ) : (
          <AssignmentForm
            key={row.agent}
            row={row}
            skills={plan.value.skills}
            queues={queuesOf(plan.value)}
            onSaved={pages.again}
          />
        )}
      </Card>
    </div>
  );
}

/** Those of the plan, and those that seats serve besides. */
const queuesOf = (plan: PlanInForce): readonly string[] => [
  ...new Set([
    ...plan.queues.map(({ queue }) => queue),
    ...(view.value?.queues ?? []).map(({ queue }) => queue),
  ]),
];

type TableProps = { readonly rows: readonly AgentRow[]; readonly chosen: string };

function Table({ rows, chosen }: TableProps) {
  const t = texts.value;
  const w = t.lead.agents;
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{w.agent}</th>
          <th>{w.seat}</th>
          <th>{t.lead.skills}</th>
          <th>{t.lead.queues}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.agent}
            class={`open ${row.agent === chosen ? 'chosen' : ''}`}
            onClick={() => setQuery({ agent: row.agent })}
          >
            <td>
              <button type="button" class="link pick" aria-pressed={row.agent === chosen}>
                {row.name}
              </button>
            </td>
            <td>{row.seat ?? <span class="quiet">{w.notIn}</span>}</td>
            <td class="grow">
              {row.skills.length === 0 ? (
                <span class="quiet">{t.common.none}</span>
              ) : (
                row.skills.map(({ skill, level }) => (
                  <span key={skill} class="tag">
                    {skill} <b>{level}</b>
                  </span>
                ))
              )}
            </td>
            <td>
              {row.places === null ? (
                <span class="quiet">{w.bySeat}</span>
              ) : (
                row.places.map(({ queue }) => queueWord(t, queue)).join('、')
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
