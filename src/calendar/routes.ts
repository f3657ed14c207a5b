import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { nameOnRecord } from '../access/decide.ts';
import type { Audit } from '../audit/model.ts';
import type { EpochMs } from '../lib/time.ts';
import { list, nullable, strict, word } from '../lib/wire.ts';
import { addDays, isDay } from './days.ts';
import type { Day, DayInfo } from './model.ts';
import type { CalendarService } from './service.ts';

export type CalendarRouteDeps = {
  readonly calendar: CalendarService;
  readonly audit: Audit;
  readonly now: () => EpochMs;
};

const tags = ['calendar'];
const noSuchDay = { code: 'H12_BAD_DAY', why: 'there is no such day' };
const YearParams = strict({ year: Type.String({ pattern: '^(?:19[7-9][0-9]|20[0-9]{2})$' }) });
const DayParams = strict({ day: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }) });
const DayRow = strict({
  day: Type.String(),
  work: Type.Boolean(),
  why: word(['weekday', 'weekend', 'holiday', 'makeUp', 'festival', 'correction']),
  name: nullable(Type.String()),
  provisional: Type.Boolean({ description: "the year's schedule is not published yet" }),
});
const CorrectionBody = strict({ work: Type.Boolean(), name: Type.String({ minLength: 1, maxLength: 64 }) });

/** The calendar of working days, and its correction: every open limit is reckoned anew with it. */
export const calendarRoutes =
  (deps: CalendarRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/calendar/:year',
      {
        config: { right: 'calendar.read', errors: ['H12_BAD_DAY'] },
        schema: { tags, summary: 'Every day of a year', params: YearParams, response: { 200: list(DayRow) } },
      },
      (request) => daysOf(request.params.year, deps.calendar),
    );
    app.register(correctionRoutes(deps));
    done();
  };

const correctionRoutes =
  ({ calendar, audit, now }: CalendarRouteDeps): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const config = { right: 'calendar.write', errors: ['H12_BAD_DAY'] } as const;
    const schema = { tags, params: DayParams, response: { 200: DayRow } };
    const record = (request: FastifyRequest, target: string): void =>
      audit({
        at: now(),
        actor: nameOnRecord(request.who().actor),
        action: 'calendar.change',
        target,
        outcome: 'done',
        address: request.ip,
      });
    app.put(
      '/calendar/days/:day',
      { config, schema: { ...schema, summary: 'Say that a day is worked, or is not', body: CorrectionBody } },
      (request, reply) => {
        const { day } = request.params;
        if (!isDay(day)) return reply.refuse(noSuchDay);
        record(request, `${day} ${request.body.work ? 'worked' : 'off'}`);
        calendar.correct({ day, ...request.body }, request.who().actor.id);
        return calendar.calendar(day);
      },
    );
    app.delete(
      '/calendar/days/:day',
      { config, schema: { ...schema, summary: 'Take a correction back' } },
      (request, reply) => {
        const { day } = request.params;
        if (!isDay(day) || !calendar.withdraw(day, request.who().actor.id)) return reply.refuse(noSuchDay);
        record(request, `${day} as published`);
        return calendar.calendar(day);
      },
    );
    done();
  };

function daysOf(year: string, { calendar }: CalendarService): readonly DayInfo[] {
  const days: DayInfo[] = [];
  for (let day = `${year}-01-01` as Day; day.startsWith(year); day = addDays(day, 1))
    days.push(calendar(day));
  return days;
}
