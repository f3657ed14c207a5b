import { texts } from '../i18n/index.ts';
import { dayTime } from '../lib/format.ts';
import { now } from '../state/clock.ts';
import type { SessionRow } from '../state/wire.ts';
import { Act, Mark } from './parts.tsx';

/** Sessions of one account, each with the way to end it. */
export function SessionTable({
  sessions,
  onEnd,
}: {
  readonly sessions: readonly SessionRow[];
  readonly onEnd: (id: string) => void;
}) {
  const t = texts.value.people.security;
  return (
    <div class="scroll">
      <table class="table">
        <thead>
          <tr>
            <th>{t.since}</th>
            <th>{t.seen}</th>
            <th>{t.address}</th>
            <th>{t.browser}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {sessions.map((one) => (
            <tr key={one.id}>
              <td>{dayTime(one.createdAt, now.value)}</td>
              <td>{dayTime(one.lastSeenAt, now.value)}</td>
              <td>{one.address}</td>
              <td class="cut" title={one.browser ?? ''}>
                {one.browser}
              </td>
              <td class="right">
                {one.current ? (
                  <Mark tone="full">{t.here}</Mark>
                ) : (
                  <Act onPress={() => onEnd(one.id)}>{t.end}</Act>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
