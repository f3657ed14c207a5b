import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { may } from '../state/desk.ts';
import { query, setQuery } from '../state/router.ts';
import type { PromptRow } from '../state/wire.ts';
import { Act, Card, Mark, Trouble } from './parts.tsx';
import { PromptCard } from './prompt-card.tsx';
import { PromptForm } from './prompt-form.tsx';

/** What callers hear: all prompts, and one of them with its versions. */
export function PromptsPage() {
  const t = texts.value.prompts;
  const { value, problem, again } = useFetch<readonly PromptRow[]>('/prompts');
  const [making, setMaking] = useState(false);
  const name = query.value['name'] ?? '';
  return (
    <div class="stack wide">
      {name === '' ? null : (
        <PromptCard key={name} name={name} changed={again} close={() => setQuery({ name: '' })} />
      )}
      {making ? (
        <Card title={t.makeNew} end={<Act onPress={() => setMaking(false)}>{t.close}</Act>}>
          <PromptForm
            name={null}
            onMade={(made) => {
              setMaking(false);
              again();
              setQuery({ name: made });
            }}
          />
        </Card>
      ) : null}
      <Card
        title={t.title}
        end={
          may('prompts.write') ? (
            <Act class="primary" onPress={() => setMaking(true)}>
              {t.makeNew}
            </Act>
          ) : undefined
        }
      >
        {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
        {value === null ? <p class="empty">{texts.value.common.loading}</p> : <List rows={value} />}
      </Card>
    </div>
  );
}

function List({ rows }: { readonly rows: readonly PromptRow[] }) {
  const t = texts.value.prompts;
  return (
    <div class="scroll">
      <table class="table">
        <thead>
          <tr>
            <th>{t.name}</th>
            <th>{t.text}</th>
            <th>{t.length}</th>
            <th>{t.origin}</th>
            <th>{t.used}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <td>
                <button
                  type="button"
                  class="link"
                  aria-label={t.open(row.name)}
                  onClick={() => setQuery({ name: row.name })}
                >
                  {row.name}
                </button>
              </td>
              <td class="grow prompt-words">{row.text ?? t.noText}</td>
              <td>{row.inForce === null ? '—' : t.seconds(row.inForce.ms)}</td>
              <td>
                {row.inForce === null ? (
                  <Mark tone="quiet">{t.state.draft}</Mark>
                ) : row.playable === false ? (
                  <Mark tone="alarm">{t.state.missing}</Mark>
                ) : (
                  t.origins[row.inForce.origin]
                )}
              </td>
              <td>{usedWord(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function usedWord({ builtIn, usedIn }: PromptRow): string {
  const t = texts.value.prompts;
  const named = usedIn.filter(({ where }) => where !== 'call').length;
  if (named > 0) return t.places(named);
  return builtIn ? t.builtIn : t.unused;
}
