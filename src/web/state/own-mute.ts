import { computed } from '@preact/signals';
import { agentOf } from '../lib/parties.ts';
import { mute } from './commands.ts';
import { myCall } from './desk.ts';
import { muted, softphoneCall, toggleMute } from './softphone.ts';

const me = computed(() => (myCall.value === null ? undefined : agentOf(myCall.value)));

/** Whether the others hear me: by this computer's own microphone, or by what the hotline does with my telephone's sound. */
export const isMuted = computed(() =>
  softphoneCall.value === 'talking' ? muted.value : me.value?.muted === true,
);

export function toggleOwnMute(): void {
  const call = myCall.value;
  if (softphoneCall.value === 'talking') toggleMute();
  else if (call !== null && me.value !== undefined) mute(call.id, me.value.leg, !isMuted.value);
}
