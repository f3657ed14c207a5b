import { isObject, parseAs } from '../lib/shape.ts';
import type { Db } from '../store/open.ts';
import { type TicketSettings, usualSettings } from './life/settings.ts';
import type { Responsible, Topic } from './topics.ts';

/** What the management office sets: limits and how they are counted, topics and whose matter they are. */
export type SettingsStore = {
  settings(): TicketSettings;
  putSettings(settings: TicketSettings): void;
  /** By which published schedule open limits were reckoned last; null: never. */
  schedule(): string | null;
  putSchedule(name: string): void;
  topics(): ReadonlyMap<string, Topic>;
  putTopic(topic: Topic): void;
  /** @returns whether there was one */
  removeTopic(name: string): boolean;
};

export const createSettingsStore = (db: Db): SettingsStore => ({ ...limitsOf(db), ...topicsOf(db) });

function limitsOf(db: Db): Pick<SettingsStore, 'settings' | 'putSettings' | 'schedule' | 'putSchedule'> {
  const read = db.prepare<[], { settings: string; schedule: string | null }>(
    'SELECT settings, schedule FROM ticket_settings WHERE id = 1',
  );
  const put = db.prepare(
    'INSERT INTO ticket_settings (id, settings) VALUES (1, @settings) ON CONFLICT (id) DO UPDATE SET settings = excluded.settings',
  );
  const putSchedule = db.prepare(
    `INSERT INTO ticket_settings (id, settings, schedule) VALUES (1, '{}', @name) ON CONFLICT (id) DO UPDATE SET schedule = excluded.schedule`,
  );
  let keptSettings: TicketSettings | null = null;
  return {
    settings: () => (keptSettings ??= settingsOf(read.get()?.settings ?? '{}')),
    putSettings(settings) {
      put.run({ settings: JSON.stringify(settings) });
      keptSettings = settings;
    },
    schedule: () => read.get()?.schedule ?? null,
    putSchedule: (name) => {
      putSchedule.run({ name });
    },
  };
}

function topicsOf(db: Db): Pick<SettingsStore, 'topics' | 'putTopic' | 'removeTopic'> {
  const topics = db.prepare<[], { name: string; confidential: number; units: string }>(
    'SELECT name, confidential, units FROM ticket_topics ORDER BY name',
  );
  const putTopic = db.prepare(
    `INSERT INTO ticket_topics (name, confidential, units) VALUES (@name, @confidential, @units)
     ON CONFLICT (name) DO UPDATE SET confidential = excluded.confidential, units = excluded.units`,
  );
  const removeTopic = db.prepare<[string]>('DELETE FROM ticket_topics WHERE name = ?');
  let keptTopics: ReadonlyMap<string, Topic> | null = null;
  return {
    topics: () => (keptTopics ??= new Map(topics.all().map((row) => [row.name, topicOf(row)]))),
    putTopic({ name, confidential, units }) {
      putTopic.run({ name, confidential: confidential ? 1 : 0, units: JSON.stringify(units) });
      keptTopics = null;
    },
    removeTopic(name) {
      keptTopics = null;
      return removeTopic.run(name).changes === 1;
    },
  };
}

/** What an earlier version has not written is as usual. */
const settingsOf = (text: string): TicketSettings => ({
  ...usualSettings,
  ...(parseAs(text, isObject) as Partial<TicketSettings> | null),
});

const topicOf = (row: { name: string; confidential: number; units: string }): Topic => ({
  name: row.name,
  confidential: row.confidential === 1,
  units: JSON.parse(row.units) as readonly Responsible[],
});
