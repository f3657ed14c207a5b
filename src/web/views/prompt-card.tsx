import { texts } from '../i18n/index.ts';
import { dayTime } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { type Answer, post, remove, withQuery } from '../state/api.ts';
import { now } from '../state/clock.ts';
import { may } from '../state/desk.ts';
import type { PromptDetail, PromptVersionRow } from '../state/wire.ts';
import { busyWhy, type Doing, Said, Twice, useDoing } from './forms.tsx';
import { Act, Card, Mark, Trouble } from './parts.tsx';
import { PromptForm } from './prompt-form.tsx';

type CardProps = {
  readonly name: string;
  /** Empty: the usual one. */
  readonly language: string;
  readonly changed: () => void;
  readonly close: () => void;
};

/** One prompt: its versions, each to be heard; a new one; the way to put one in force. */
export function PromptCard({ name, language, changed, close }: CardProps) {
  const t = texts.value.prompts;
  const at = (more = ''): string => withQuery(`/prompts/${name}${more}`, { language });
  const { value, problem, again } = useFetch<PromptDetail>(at());
  const doing = useDoing();
  const give = async (command: () => Promise<Answer<unknown>>, said: string): Promise<boolean> => {
    const done = await doing.give(command, said);
    changed();
    again();
    return done !== null;
  };
  const removeAll = async (): Promise<void> => {
    if (await doing.give(() => remove<null>(at()), t.removed)) close();
    changed();
  };
  return (
    <Card
      title={t.versions(language === '' ? name : `${name} · ${language}`)}
      end={<Act onPress={close}>{t.close}</Act>}
    >
      {problem === null ? null : <Trouble problem={problem} onRetry={again} />}
      {value === null ? (
        problem === null ? (
          <p class="empty">{texts.value.common.loading}</p>
        ) : null
      ) : (
        <>
          <Versions
            prompt={value}
            doing={doing}
            soundOf={(n) => `/api/v1${at(`/versions/${String(n)}/sound`)}`}
            onUse={(n) => void give(() => post(at(`/versions/${n}/use`)), t.inForceNow(n))}
            onRemove={(n) => void give(() => remove(at(`/versions/${n}`)), t.removed)}
          />
          <Places prompt={value} />
        </>
      )}
      <div class="body">
        <Said doing={doing} />
      </div>
      {may('prompts.write') && value !== null ? (
        <>
          <PromptForm
            name={name}
            language={language}
            onMade={() => {
              changed();
              again();
            }}
          />
          <div class="body acts">
            <Twice
              confirm={t.sureRemoveAll}
              why={whyStays(value) ?? busyWhy(doing)}
              onPress={() => void removeAll()}
            >
              {t.removeAll}
            </Twice>
          </div>
        </>
      ) : null}
    </Card>
  );
}

function whyStays({ builtIn, usedIn }: PromptDetail): string | null {
  const { whyStays: words } = texts.value.prompts;
  if (builtIn) return words.builtIn;
  return usedIn.length > 0 ? words.used : null;
}

type VersionsProps = {
  readonly prompt: PromptDetail;
  readonly doing: Doing;
  readonly soundOf: (n: number) => string;
  readonly onUse: (n: number) => void;
  readonly onRemove: (n: number) => void;
};

function Versions({ prompt, doing, soundOf, onUse, onRemove }: VersionsProps) {
  const t = texts.value.prompts;
  return (
    <div class="scroll">
      <table class="table">
        <tbody>
          {prompt.versions.toReversed().map((version) => (
            <tr key={version.n} aria-label={`${t.version} ${String(version.n)}`}>
              <td>{version.n}</td>
              <td>
                {/* biome-ignore lint/a11y/useMediaCaption: what is said stands beside it, in the next cell. */}
                <audio
                  class="prompt-player"
                  controls
                  preload="none"
                  aria-label={t.listen(version.n)}
                  src={soundOf(version.n)}
                />
              </td>
              <td class="grow prompt-words">
                {version.text ?? t.noText}
                {version.note === '' ? null : <div class="quiet small">{version.note}</div>}
              </td>
              <td>{t.seconds(version.ms)}</td>
              <td>{madeBy(version)}</td>
              <td class="prompt-acts">
                {version.inForce ? (
                  <Mark tone="full">{t.state.inForce}</Mark>
                ) : may('prompts.write') ? (
                  <>
                    <Twice
                      confirm={t.sureUse(version.n)}
                      why={busyWhy(doing)}
                      onPress={() => onUse(version.n)}
                    >
                      {t.use}
                    </Twice>
                    {version.n === 0 ? null : (
                      <Twice
                        confirm={t.sureRemove(version.n)}
                        why={busyWhy(doing)}
                        onPress={() => onRemove(version.n)}
                      >
                        {t.remove}
                      </Twice>
                    )}
                  </>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function madeBy({ origin, by, at }: PromptVersionRow): string {
  const word = texts.value.prompts.origins[origin];
  return by === null || at === null ? word : `${word} · ${by} · ${dayTime(at, now.value)}`;
}

/** Where the plan in force and the calls under way name it. */
function Places({ prompt: { usedIn } }: { readonly prompt: PromptDetail }) {
  const t = texts.value.prompts;
  if (usedIn.length === 0) return null;
  return (
    <p class="body small prompt-places">
      {t.usedAt}：
      {usedIn.map(({ where, of, at }) => `${where === 'draft' ? t.draft(of) : of} ${at}`).join('；')}
    </p>
  );
}
