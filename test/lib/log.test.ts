import { pino } from 'pino';
import t from 'tap';
import { logOptions } from '../../src/lib/log.ts';

function logged(fields: object): string {
  const lines: string[] = [];
  pino(logOptions('info'), { write: (line: string) => lines.push(line) }).info(fields, 'what happened');
  return lines.join('');
}

t.test('secrets and numbers are left out, wherever they are', async (t) => {
  const line = logged({
    password: 'SECRET',
    call: { id: 'C1.2', from: 'SECRET', dialled: 'SECRET' },
    list: [{ token: 'SECRET' }],
    a: { b: { c: { cookie: 'SECRET' } } },
    deep: { a: { b: { c: { d: { e: { f: 'SECRET' } } } } } },
    request: { headers: { 'x-any': 'SECRET' } },
  });
  t.notMatch(line, 'SECRET');
  t.match(line, '"id":"C1.2"');
});

t.test('a turn, a fault and an instant are logged as they are', async (t) => {
  const line: unknown = JSON.parse(
    logged({ callId: 'C1.2', from: 'queued', to: 'offering', err: new Error('no disk') }),
  );
  t.match(line, {
    level: 30,
    at: /^\d{4}-\d\d-\d\dT/,
    callId: 'C1.2',
    from: 'queued',
    to: 'offering',
    err: { type: 'Error', message: 'no disk', stack: /log\.test\.ts/ },
    msg: 'what happened',
  });
});
