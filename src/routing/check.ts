import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import type { CallPlan } from '../calls/model.ts';
import { defaultPlan } from './model.ts';

const strict = { additionalProperties: false } as const;
const prompts = Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }), { maxItems: 10 });

/** What a plan file may say; what it leaves out is as in the default plan. */
const PlanFile = Type.Partial(
  Type.Object(
    {
      version: Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$' }),
      queue: Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' }),
      greeting: prompts,
      musicClass: Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' }),
      ringLimitMs: Type.Integer({ minimum: 1_000, maximum: 120_000 }),
      maxWaitMs: Type.Integer({ minimum: 1_000, maximum: 3_600_000 }),
      maxOffers: Type.Integer({ minimum: 1, maximum: 100 }),
      wrapUpMs: Type.Integer({ minimum: 0, maximum: 3_600_000 }),
      farewell: Type.Partial(
        Type.Object(
          {
            noSeat: prompts,
            nobodyAnswered: prompts,
            waitedTooLong: prompts,
            fault: prompts,
            goodbye: prompts,
          },
          strict,
        ),
        strict,
      ),
    },
    strict,
  ),
  strict,
);

export type PlanChecked =
  | { readonly ok: true; readonly plan: CallPlan }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Checks a plan read from a file, and fills what it leaves out from the default. Names every problem, with its place. Pure. */
export function checkPlan(value: unknown): PlanChecked {
  const problems = Value.Errors(PlanFile, value)
    // An unknown property is told twice: by its place, and by its parent. The place is enough.
    .filter((error) => error.keyword !== 'additionalProperties')
    .map(({ keyword, instancePath, message }) =>
      keyword === 'boolean' ? `${instancePath} is not known here` : `${instancePath || '/'} ${message}`,
    );
  if (problems.length > 0) return { ok: false, problems };
  const file = value as Static<typeof PlanFile>;
  const plan = { ...defaultPlan, ...file, farewell: { ...defaultPlan.farewell, ...file.farewell } };
  return { ok: true, plan: plan as CallPlan };
}
