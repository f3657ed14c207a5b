import type { Outcome } from '../calls/commands.ts';
import { isTrialChannel, type TrialChannel, type TrialCommand } from '../emergency/trial.ts';
import { isObject } from '../lib/shape.ts';
import { listIn } from './inventory.ts';
import { outcomeOf } from './outcome.ts';
import type { AriRequest } from './to-ari.ts';
import type { AskAri } from './trunks.ts';

/** A test number through a trunk, or what stands in for the carrier in a demonstration: nothing else is rung for a trial. */
const testable = /^(?:PJSIP\/[0-9]{2,16}@[A-Za-z0-9_-]{1,64}|Local\/[0-9]{2,16}@demo-carrier\/n)$/;

export type TrialOptions = {
  readonly ask: AskAri;
  /** The Stasis application that hears of the channel. */
  readonly app: string;
  /** The number shown to whoever answers there. */
  readonly callerId: string;
};

/** What a trial asks of Asterisk. */
export function trialsOn({ ask, app, callerId }: TrialOptions) {
  return {
    async ring(trial: Extract<TrialCommand, { type: 'RingTrial' }>): Promise<Outcome> {
      if (!testable.test(trial.dial)) return { result: 'refused', detail: 'no test number' };
      const answer = await ask({
        method: 'POST',
        uri: path(trial.channel),
        body: {
          endpoint: trial.dial,
          app,
          appArgs: 'trial',
          // It only stops what the house forgot.
          timeout: Math.ceil(trial.limitMs / 1_000) + 5,
          callerId: `"${callerId}" <${callerId}>`,
        },
      });
      return outcomeOf('RingParty', answer);
    },
    hangUp: (channel: TrialChannel) => ask({ method: 'DELETE', uri: path(channel) }),
    async left(): Promise<readonly TrialChannel[]> {
      const channels = listIn('channels', await ask({ method: 'GET', uri: 'channels' }));
      return (Array.isArray(channels) ? (channels as readonly unknown[]) : []).flatMap((channel) => {
        const id = isObject(channel) ? channel['id'] : null;
        return typeof id === 'string' && isTrialChannel(id) ? [id] : [];
      });
    },
  };
}

const path = (channel: TrialChannel): AriRequest['uri'] => `channels/${encodeURIComponent(channel)}`;
