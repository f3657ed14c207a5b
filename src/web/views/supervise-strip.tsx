import { texts } from '../i18n/index.ts';
import { type SuperviseMode, superviseModes, superviseWhy } from '../lib/supervise.ts';
import { leader } from '../state/commands.ts';
import { mySeat } from '../state/desk.ts';
import type { LiveCall } from '../state/wire.ts';
import { Twice } from './forms.tsx';
import { Act } from './parts.tsx';

/** In the bar of a supervisor who is beside a call: what can be changed about it. */
export function SuperviseStrip({ call }: { readonly call: LiveCall }) {
  const t = texts.value;
  const w = t.supervise;
  if (call.supervision?.up !== true) return <span class="do">{w.ringing}</span>;
  const why = (mode: SuperviseMode): string | null => superviseWhy(t, call, mySeat.value, mode);
  return (
    <fieldset class="strip-acts" aria-label={w.label}>
      {superviseModes.map((mode) =>
        mode === 'takeOver' ? (
          <Twice
            key={mode}
            confirm={w.sureTakeOver}
            why={why(mode)}
            onPress={() => leader.supervise(call.id, mode)}
          >
            {w.mode[mode]}
          </Twice>
        ) : (
          <Act
            key={mode}
            pressed={call.supervision?.mode === mode}
            why={why(mode)}
            onPress={() => leader.supervise(call.id, mode)}
          >
            {w.mode[mode]}
          </Act>
        ),
      )}
    </fieldset>
  );
}

/** Who supervises a call, told to its agent and to other leaders. */
export function SupervisedBy({ call }: { readonly call: LiveCall }) {
  const w = texts.value.supervise;
  const { supervision } = call;
  if (supervision === null || !supervision.up) return null;
  return (
    <span class="chip wait" role="status">
      {w.told(supervision.agentName ?? supervision.agent, w.now[supervision.mode])}
    </span>
  );
}
