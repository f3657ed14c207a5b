import type { Logger } from 'pino';
import type { Audit } from './audit/model.ts';
import { type Language, usualLanguage } from './calls/ids.ts';
import type { Config } from './config.ts';
import { groupedBy } from './lib/grouped.ts';
import type { EpochMs } from './lib/time.ts';
import type { House } from './ports/house.ts';
import { readBuiltIns } from './prompts/built-in.ts';
import { soundsFolder } from './prompts/folder.ts';
import type { PromptPlace, PromptUses } from './prompts/model.ts';
import { PromptService } from './prompts/service.ts';
import { soundTools } from './prompts/sound-tools.ts';
import { createPromptStore } from './prompts/store.ts';
import { languagesIn, type Named, promptsIn, promptsOf } from './prompts/usage.ts';
import { checkPlan } from './routing/check.ts';
import type { Plan } from './routing/model.ts';
import type { Draft } from './routing/versions.ts';
import type { Db } from './store/open.ts';
import { tx } from './store/tx.ts';

export type PromptsAround = {
  readonly db: Db;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly log: Logger;
  /** With the plans that are in force, will be, or are being written. */
  readonly routing: {
    readonly plans: { ahead(): readonly Plan[] };
    readonly store: { drafts(): readonly Pick<Draft, 'id' | 'document'>[] };
  };
  /** With the calls under way: they go on with the plan they began with. */
  readonly house: Pick<House, 'calls'>;
};

/** The prompts, with the files that Asterisk plays made good: a restored backup brings its prompts back. */
export function openPrompts(
  { soundsDir }: Pick<Config, 'soundsDir'>,
  { db, audit, now, log, routing, house }: PromptsAround,
): PromptService {
  const prompts = new PromptService({
    store: createPromptStore(db),
    tx: (work) => tx(db, work),
    ...{ audit, now },
    folder: soundsDir === null ? null : soundsFolder(soundsDir),
    tools: soundTools(),
    builtIns: readBuiltIns(),
    uses: (language) => usesOf(routing, house, language),
    planned: () => plansOf(routing).flatMap(({ plan }) => languagesIn(plan)),
  });
  try {
    const mended = prompts.repair();
    if (mended.length > 0) log.warn({ prompts: mended }, 'prompts were not as in the database: made good');
  } catch (err) {
    // Callers hear what is there; nobody's call waits for this.
    log.error({ err }, 'prompts not made good');
  }
  return prompts;
}

type NamedPlan = { readonly where: 'plan' | 'draft'; readonly of: string; readonly plan: Plan };

/** The plans that are in force, will be, or are being written. A draft that is no plan yet names nothing. */
const plansOf = ({ plans, store }: PromptsAround['routing']): readonly NamedPlan[] => [
  ...plans.ahead().map((plan) => ({ where: 'plan', of: plan.version, plan }) as const),
  ...store.drafts().flatMap(({ id, document }) => {
    const checked = checkPlan(document);
    return checked.ok ? [{ where: 'draft', of: String(id), plan: checked.plan } as const] : [];
  }),
];

/** Every place where prompts are named that may be played still or some day in a language. */
function usesOf(
  routing: PromptsAround['routing'],
  house: PromptsAround['house'],
  language: Language,
): PromptUses {
  const isUsual = language === usualLanguage;
  const places = (where: PromptPlace['where'], of: string, named: readonly Named[]) =>
    named.map(({ name, at }) => ({ name, place: { where, of, at } }));
  const all = [
    ...plansOf(routing).flatMap(({ where, of, plan }) =>
      isUsual || languagesIn(plan).includes(language) ? places(where, of, promptsIn(plan)) : [],
    ),
    ...[...house.calls()].flatMap((call) =>
      isUsual || call.language === language ? places('call', call.id, promptsOf(call)) : [],
    ),
  ];
  const byName = groupedBy(all, ({ name }) => name);
  return new Map([...byName].map(([name, those]) => [name, those.map(({ place }) => place)]));
}
