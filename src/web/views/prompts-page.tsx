import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { withQuery } from '../state/api.ts';
import { may } from '../state/desk.ts';
import { query, setQuery } from '../state/router.ts';
import type { PromptLanguage, PromptRow } from '../state/wire.ts';
import { Act, Card, Mark, Trouble } from './parts.tsx';
import { PromptCard } from './prompt-card.tsx';
import { PromptForm } from './prompt-form.tsx';

/** What callers hear: all prompts, and one of them with its versions. */
export function PromptsPage() {
  const t = texts.value.prompts;
  const language = query.value['language'] ?? '';
  const { value, problem, again } = useFetch<readonly PromptRow[]>(withQuery('/prompts', { language }));
  const [making, setMaking] = useState(false);
  const name = query.value['name'] ?? '';
  return (
    <div class="stack wide">
      {name === '' ? null : (
        <PromptCard
          key={`${language} ${name}`}
          name={name}
          language={language}
          changed={again}
          close={() => setQuery({ name: '' })}
        />
      )}
      {making ? (
        <Card title={t.makeNew} end={<Act onPress={() => setMaking(false)}>{t.close}</Act>}>
          <PromptForm
            name={null}
            language={language}
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
        <Languages chosen={language} />
        {value === null ? <p class="empty">{texts.value.common.loading}</p> : <List rows={value} />}
      </Card>
    </div>
  );
}

/** In which language the prompts are shown, made and put in force. */
function Languages({ chosen }: { readonly chosen: string }) {
  const t = texts.value.prompts;
  const { value } = useFetch<readonly PromptLanguage[]>('/prompt-languages');
  const rows = value ?? [];
  return (
    <div class="body">
      <label class="field">
        <span>{t.language}</span>
        <select
          aria-label={t.language}
          value={chosen === '' ? rows[0]?.language : chosen}
          onChange={({ currentTarget: { value: tag } }) =>
            setQuery({ name: '', language: tag === rows[0]?.language ? '' : tag })
          }
        >
          {rows.map(({ language, own }) => (
            <option key={language} value={language}>
              {t.languageOf(language, own)}
            </option>
          ))}
        </select>
      </label>
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
                  <Mark tone="quiet">
                    {(query.value['language'] ?? '') === '' ? t.state.draft : t.usualHeard}
                  </Mark>
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
