import { texts } from '../i18n/index.ts';
import { callWhys } from '../lib/call-rules.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { dontKeep } from '../state/commands.ts';
import { may, myCall } from '../state/desk.ts';
import { Act } from './parts.tsx';

/** While it is pressed, what is said is not kept: an identity number, a bank card. The citizen is told before. */
export function UnkeptButton() {
  const t = texts.value.recordings.unkept;
  const why = callWhys(texts.value).hold;
  const call = why === null && may('recording.mark') ? (myCall.value?.id ?? null) : null;
  const { value, again } = useFetch<{ readonly on: boolean }>(
    call === null ? null : `/calls/${encodeURIComponent(call)}/unkept`,
  );
  const on = value?.on === true;
  return (
    <Act
      class="unkept"
      pressed={on}
      why={why}
      title={on ? t.onHint : t.hint}
      onPress={() => {
        if (call !== null) void dontKeep(call, !on).then(again);
      }}
    >
      {on ? t.on : t.off}
    </Act>
  );
}
