import { texts } from '../i18n/index.ts';
import { callWhys } from '../lib/call-rules.ts';
import { isAside } from '../lib/parties.ts';
import { type Ask, asks, openAsk } from '../state/asking.ts';
import { toggleHold } from '../state/call-keys.ts';
import { decline, hangUp } from '../state/commands.ts';
import { isLive, myCall, myCallId, mySeat } from '../state/desk.ts';
import { isMuted, toggleOwnMute } from '../state/own-mute.ts';
import { answerCall, softphoneCall } from '../state/softphone.ts';
import { EmergencyButtons } from './emergency-buttons.tsx';
import { Act } from './parts.tsx';

/** What can be done with the call: the same controls in the same places in every state; what cannot be done now is dimmed. */
export function BarActions() {
  const t = texts.value;
  return (
    <div class="bar-actions">
      <AnswerButtons />
      <TalkButtons />
      <EmergencyButtons />
      <HangUpButton label={t.bar.hangUp} />
    </div>
  );
}

function AnswerButtons() {
  const t = texts.value;
  const call = myCallId.value;
  const offered = mySeat.value?.doing.state === 'offered';
  const answerWhy =
    softphoneCall.value === 'ringing'
      ? null
      : offered && mySeat.value?.device === 'desk'
        ? t.phones.bar.answerWhyDesk
        : t.bar.why.noOffer;
  const declineWhy = offered ? (isLive.value ? null : t.bar.why.offline) : t.bar.why.noOffer;
  return (
    <>
      <Act class="answer" shortcut="F7" why={answerWhy} onPress={answerCall}>
        {t.phones.bar.answer}
      </Act>
      <Act why={declineWhy} onPress={() => call !== null && decline(call)}>
        {t.bar.decline}
      </Act>
    </>
  );
}

function TalkButtons() {
  const t = texts.value;
  const whys = callWhys(t);
  const held = myCall.value !== null && isAside(myCall.value);
  return (
    <>
      <Act class="apart" shortcut="F2" pressed={isMuted.value} why={whys.mute} onPress={toggleOwnMute}>
        {t.controls.mute}
      </Act>
      <Act shortcut="F3" pressed={held} why={whys.hold} onPress={toggleHold}>
        {held ? t.controls.resume : t.controls.hold}
      </Act>
      <AskButton ask="invite" shortcut="F4" word={t.controls.invite} />
      <AskButton ask="transfer" shortcut="F6" word={t.controls.transfer} />
    </>
  );
}

type AskButtonProps = { readonly ask: Ask; readonly shortcut: string; readonly word: string };
const AskButton = ({ ask, shortcut, word }: AskButtonProps) => (
  <Act
    shortcut={shortcut}
    pressed={asks.value === ask}
    why={callWhys(texts.value).ask}
    onPress={() => openAsk(ask)}
  >
    {word}
  </Act>
);

function HangUpButton({ label }: { readonly label: string }) {
  const call = myCallId.value;
  return (
    <Act
      class="hang-up"
      shortcut="F8"
      why={callWhys(texts.value).hangUp}
      onPress={() => call !== null && hangUp(call)}
    >
      {label}
    </Act>
  );
}
