import { signal } from '@preact/signals';

/** What a plan is tried with, as it stands in the form. */
export type Trial = {
  readonly dialled: string;
  readonly from: string;
  readonly at: string;
  readonly keys: string;
  readonly listed: string;
  readonly situation: string;
  readonly after: string;
  readonly waiting: string;
  readonly except: string;
  readonly exceptSituation: string;
  readonly desks: string;
};

const first: Trial = {
  ...{ dialled: '12345', from: '', at: '', keys: '', listed: '', situation: 'free', after: '30' },
  ...{ waiting: '0', except: '', exceptSituation: 'nobody', desks: 'yes' },
};
const key = 'h12-plan-trial';

function kept(): Trial {
  try {
    return { ...first, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Trial>) };
  } catch {
    // Written by another release, or by a hand: nothing of it can be read.
    return first;
  }
}

/** It outlives the page: the same call is tried again after each change of the draft. */
export const trial = signal<Trial>(kept());

export function setTrial(change: Partial<Trial>): void {
  trial.value = { ...trial.value, ...change };
  try {
    localStorage.setItem(key, JSON.stringify(trial.value));
  } catch {
    // The browser keeps no more: it is still on the page.
  }
}

const situationOf = (name: string, { after, waiting }: Trial) => ({
  staffed: name !== 'nobody',
  answers: name !== 'silent',
  freeAfterMs:
    name === 'free' || name === 'silent' ? 0 : name === 'later' ? Math.round(Number(after) * 1_000) : null,
  waiting: name === 'free' || name === 'silent' ? 0 : Math.round(Number(waiting)),
});

/** The request that the form makes. @param now an instant, for a form that names none */
export function bodyOf(what: Trial, draft: number, now: number): object {
  const { dialled, from, at, keys, listed, except, exceptSituation } = what;
  return {
    ...{ draft, dialled: dialled.trim(), from: from.trim() === '' ? null : from.trim() },
    at: at === '' ? now : Date.parse(`${at}:00+08:00`),
    keys: Array.from(keys.replaceAll(/[\s,，、]/g, ''), (key) => ({ key })),
    ...(listed === '' ? {} : { listed }),
    situation: situationOf(what.situation, what),
    queues: except === '' ? [] : [{ queue: except, situation: situationOf(exceptSituation, what) }],
    desksAnswer: what.desks === 'yes',
  };
}
