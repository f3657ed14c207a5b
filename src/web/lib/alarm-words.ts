import type { AlarmRow } from '../../http/alarm-row.ts';
import type { Texts } from '../i18n/zh.ts';
import { size } from './format.ts';

/** What is wrong, and what to do. Pure. */
export function alarmWord(t: Texts, { kind, count, folder, freeBytes }: AlarmRow): string {
  const w = t.alarms;
  const where = folder === null ? '' : w.folder[folder];
  switch (kind) {
    case 'switchDown':
      return w.switchDown;
    case 'journalHeld':
      return w.journalHeld;
    case 'recordings':
      return w.recordings(count ?? 0);
    case 'emergencyRoutes':
      return w.emergencyRoutes(count ?? 0);
    case 'diskLow':
      return w.diskLow(where, size(freeBytes ?? 0));
    case 'diskUnread':
      return w.diskUnread(where);
  }
}
