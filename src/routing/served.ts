import type { Assignment, Seat, Skill } from '../acd/model.ts';
import { type Digit, type Language, usualLanguage } from '../calls/model.ts';
import { type EmergencyRoutes, emergencyNumbers } from '../emergency/model.ts';
import { heardIn, languagesIn, promptsIn } from '../prompts/usage.ts';
import { doubt, type Finding, fault, skillNames } from './findings.ts';
import type { Plan } from './model.ts';
import { reachableIn } from './soundness.ts';

/** What there is in the house that a plan counts on. */
export type Surroundings = {
  readonly seats: readonly Pick<Seat, 'provisioned'>[];
  /** Of everybody who may sign in at seats. */
  readonly agents: readonly Assignment[];
  readonly routes: EmergencyRoutes;
  /** Counties and districts that are known. */
  readonly districts: readonly string[];
  /** Whether the city answers in earnest: a demonstration needs no way to the emergency desks. */
  readonly inEarnest: boolean;
  /** Names of sounds that Asterisk can play; null: it is not known, as its folder is not. */
  readonly playable: ReadonlySet<string> | null;
  /** The same of another language's own. */
  readonly playableIn: (language: Language) => ReadonlySet<string> | null;
};

/** What a plan counts on and is not there: people, sounds, ways to the emergency desks. Pure. */
export const missingAround = (plan: Plan, around: Surroundings): readonly Finding[] => [
  ...unserved(plan, around),
  ...unspoken(plan, around),
  ...promptsMissing(plan, around.playable),
  ...languagesMissing(plan, around),
  ...routesMissing(around),
];

function unserved(plan: Plan, { seats, agents }: Surroundings): readonly Finding[] {
  return [...reachableIn(plan)].flatMap((queue): readonly Finding[] => {
    const rules = plan.queues[queue];
    if (rules === undefined) return [];
    const hasSeat = isAtSeats(seats, queue);
    const serving = servingAt(queue, { seats, agents });
    const at = `/queues/${queue}`;
    if (!hasSeat && serving.length === 0)
      return rules.overflow === null ? [fault('queueUnserved', at, { queue })] : [];
    const { skills } = rules.matching;
    if (skills.length === 0 || serving.some((agent) => hasAll(agent.skills, skills))) return [];
    return [doubt('queueWithoutSkill', at, { queue, skills: skillNames(skills) })];
  });
}

type People = Pick<Surroundings, 'seats' | 'agents'>;
const isAtSeats = (seats: People['seats'], queue: string): boolean =>
  seats.some(({ provisioned }) => (provisioned as readonly string[]).includes(queue));

/** Who may be offered the callers of a queue. */
const servingAt = (queue: string, { seats, agents }: People): People['agents'] =>
  agents.filter(({ places }) =>
    places === null ? isAtSeats(seats, queue) : places.some((place) => place.queue === queue),
  );

/** Languages to choose whose callers would wait in vain in a queue that their entry leads to: nobody there has the skills. */
const unspoken = ({ entries, queues }: Plan, people: People): readonly Finding[] =>
  entries.flatMap(({ languages, queue: own, menu }, n) =>
    Object.entries(languages?.skills ?? {}).flatMap(([key, skills]) => {
      const language = languages?.options[key as Digit] ?? '';
      const values = { language, skills: skillNames(skills) };
      return [...new Set([own, ...Object.values(menu?.options ?? {})])]
        .filter((queue) => {
          const wanted = [...skills, ...(queues[queue]?.matching.skills ?? [])];
          return !servingAt(queue, people).some((agent) => hasAll(agent.skills, wanted));
        })
        .map((queue) =>
          doubt('languageWithoutSkill', `/entries/${n}/languages/options/${key}`, { ...values, queue }),
        );
    }),
  );

const hasAll = (own: readonly Skill[], wanted: readonly Skill[]): boolean =>
  wanted.every(({ skill, level }) => own.some((one) => one.skill === skill && one.level >= level));

const promptsMissing = (plan: Plan, playable: Surroundings['playable']): readonly Finding[] =>
  playable === null
    ? []
    : promptsIn(plan).flatMap(({ at, name }) =>
        playable.has(name) ? [] : [fault('promptMissing', at, { prompt: name })],
      );

/** A language that lacks prompts is spoken in part only: callers hear the rest in the usual one. */
const languagesMissing = (plan: Plan, { playableIn }: Surroundings): readonly Finding[] =>
  languagesIn(plan).flatMap((language) => {
    const own = playableIn(language);
    const lacking = own === null ? [] : [...heardIn(plan, language)].filter((name) => !own.has(name));
    if (lacking.length === 0) return [];
    const values = {
      language,
      usual: usualLanguage,
      count: String(lacking.length),
      prompts: lacking.join(', '),
    };
    return [doubt('promptNotInLanguage', placeOf(plan, language), values)];
  });

/** Where a plan names a language first. */
function placeOf({ entries }: Plan, language: Language): string {
  for (const [n, { languages }] of entries.entries()) {
    const at = `/entries/${String(n)}/languages`;
    const key = Object.entries(languages?.options ?? {}).find(([, one]) => one === language)?.[0];
    if (key !== undefined) return `${at}/options/${key}`;
    if (languages?.default === language) return `${at}/default`;
  }
  return '';
}

/** Each number needs a way for each district: its own, or one that serves the whole city. */
const routesMissing = ({ routes, districts, inEarnest }: Surroundings): readonly Finding[] =>
  emergencyNumbers.flatMap((number): readonly Finding[] => {
    const tell = inEarnest ? fault : doubt;
    const those = routes[number];
    if (those.length === 0) return [tell('noEmergencyRoute', '', { number })];
    if (those.some(({ district }) => district === null)) return [];
    return districts
      .filter((district) => !those.some((route) => route.district === district))
      .map((district) => tell('noDistrictRoute', '', { number, district }));
  });
