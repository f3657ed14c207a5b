import type { Logger } from 'pino';
import type { Audit } from './audit/model.ts';
import type { Config } from './config.ts';
import type { EpochMs } from './lib/time.ts';
import type { House } from './ports/house.ts';
import { readBuiltIns } from './prompts/built-in.ts';
import { soundsFolder } from './prompts/folder.ts';
import { PromptService } from './prompts/service.ts';
import { soundTools } from './prompts/sound-tools.ts';
import { createPromptStore } from './prompts/store.ts';
import { promptsIn, promptsOf } from './prompts/usage.ts';
import type { Plan } from './routing/model.ts';
import type { Db } from './store/open.ts';
import { tx } from './store/tx.ts';

export type PromptsAround = {
  readonly db: Db;
  readonly audit: Audit;
  readonly now: () => EpochMs;
  readonly log: Logger;
  /** With the plan in force. */
  readonly plans: { readonly plan: Plan };
  /** With the calls under way: they go on with the plan they began with. */
  readonly house: Pick<House, 'calls'>;
};

/** The prompts, with the files that Asterisk plays made good: a restored backup brings its prompts back. */
export function openPrompts(
  { soundsDir }: Pick<Config, 'soundsDir'>,
  { db, audit, now, log, plans, house }: PromptsAround,
): PromptService {
  const prompts = new PromptService({
    store: createPromptStore(db),
    tx: (work) => tx(db, work),
    ...{ audit, now },
    folder: soundsDir === null ? null : soundsFolder(soundsDir),
    tools: soundTools(),
    builtIns: readBuiltIns(),
    usedIn: (wanted) => [
      ...promptsIn(plans.plan)
        .filter(({ name }) => name === wanted)
        .map(({ at }) => ({ where: 'plan' as const, of: plans.plan.version, at })),
      ...[...house.calls()].flatMap((call) =>
        promptsOf(call)
          .filter(({ name }) => name === wanted)
          .map(({ at }) => ({ where: 'call' as const, of: call.id, at })),
      ),
    ],
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
