import { computed, effect, signal } from '@preact/signals';
import type { Static } from 'typebox';
import type { InviteBody, TransferBody } from '../../calls/wire.ts';
import { texts } from '../i18n/index.ts';
import { callWhys } from '../lib/call-rules.ts';
import { type Problem, post } from './api.ts';
import { myCall, mySeat } from './desk.ts';
import { tell } from './hint.ts';

/** Somebody is asked into the call, or the citizen is passed on. */
export type Ask = 'invite' | 'transfer';
export type Destination = Static<typeof TransferBody>['to'];
/** `first`: the agent speaks to them before the citizen does. `atOnce`: they are with the citizen as soon as they answer. */
export type AskWay = 'first' | 'atOnce';

/** The open panel; null: closed. */
export const asks = signal<Ask | null>(null);
/** What is looked for; it stays when the panel is closed, until the call is over. */
export const sought = signal('');
export const askProblem = signal<Problem | null>(null);
export const askBusy = signal(false);

export function openAsk(ask: Ask): void {
  if (asks.value === ask) {
    asks.value = null;
    return;
  }
  const why = callWhys(texts.value).ask;
  if (why !== null) {
    tell(why);
    return;
  }
  askProblem.value = null;
  asks.value = ask;
}

export const closeAsk = (): void => {
  asks.value = null;
};

/** Asks for somebody. A refusal is told in the panel, which stays open. */
export async function askFor(to: Destination, way: AskWay): Promise<void> {
  const call = myCall.value;
  const ask = asks.value;
  if (call === null || ask === null || askBusy.value) return;
  askBusy.value = true;
  askProblem.value = null;
  const body = ask === 'transfer' || to.kind === 'queue' ? transferOf(to, way) : inviteOf(to, way);
  const answer = await post(`/calls/${encodeURIComponent(call.id)}/${ask}`, body);
  askBusy.value = false;
  if (answer.ok) closeAsk();
  else askProblem.value = answer.problem;
}

const inviteOf = (to: Static<typeof InviteBody>['to'], way: AskWay): Static<typeof InviteBody> => ({
  to,
  way: way === 'first' ? 'announced' : 'direct',
});

/** Nobody can be spoken to in a queue beforehand. */
const transferOf = (to: Destination, way: AskWay): Static<typeof TransferBody> => ({
  to,
  way: way === 'first' && to.kind !== 'queue' ? 'attended' : 'blind',
});

const talking = computed(() => (mySeat.value?.doing.state === 'talking' ? (myCall.value?.id ?? null) : null));
effect(() => {
  if (talking.value !== null) return;
  asks.value = null;
  sought.value = '';
  askProblem.value = null;
});
