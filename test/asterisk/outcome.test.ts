import t from 'tap';
import { outcomeOf } from '../../src/asterisk/outcome.ts';
import type { Command } from '../../src/calls/commands.ts';

const said = (message: string): string => JSON.stringify({ message });
const failed = JSON.stringify({ error: 'Allocation failed' });

// The answers are Asterisk 22.10's own words; test/asterisk/client.test.ts has a real one say them.
const rows: readonly (readonly [Command['type'], number, string, string])[] = [
  ['Play', 201, '{"id":"C1.2.play.1"}', 'done'],
  ['Play', 404, said('Channel not found'), 'gone'],
  ['Play', 409, said('Channel not in Stasis application'), 'conflict Channel not in Stasis application'],
  ['Play', 500, said('Failed to queue media for playback'), 'refused 500 Failed to queue media for playback'],
  ['StopPlay', 204, '', 'done'],
  ['StopPlay', 404, said('Playback not found'), 'gone'],
  ['StartMusic', 204, '', 'done'],
  ['StartMusic', 404, said('Channel not found'), 'gone'],
  ['StopMusic', 404, said('Channel not found'), 'gone'],
  ['RingSeat', 200, '{"id":"C1.2.seat.1"}', 'done'],
  ['RingSeat', 500, failed, 'refused unreachable'],
  ['RingSeat', 400, said('Provided originator channel was not found'), 'gone'],
  ['RingSeat', 400, said('Endpoint not found'), 'refused 400 Endpoint not found'],
  [
    'RingSeat',
    409,
    said('Channel with given unique ID already exists'),
    'conflict Channel with given unique ID already exists',
  ],
  ['CreateBridge', 200, '{}', 'done'],
  [
    'CreateBridge',
    409,
    said("Bridge with id 'b' already exists"),
    "conflict Bridge with id 'b' already exists",
  ],
  ['CreateBridge', 500, said('Unable to create bridge'), 'refused 500 Unable to create bridge'],
  ['CreateBridge', 500, failed, 'refused 500 Allocation failed'],
  ['Join', 204, '', 'done'],
  ['Join', 404, said('Bridge not found'), 'gone'],
  ['Join', 400, said('Channel not found'), 'gone'],
  ['Join', 400, said('Missing parameter channel'), 'refused 400 Missing parameter channel'],
  ['Join', 422, said('Channel not in Stasis application'), 'refused 422 Channel not in Stasis application'],
  ['Join', 422, said('Channel x is currently recording'), 'refused 422 Channel x is currently recording'],
  ['Leave', 422, said('Channel not in this bridge'), 'gone'],
  ['Leave', 400, said('Channel not found'), 'gone'],
  ['DestroyBridge', 204, '', 'done'],
  ['DestroyBridge', 409, said('Bridge not in Stasis application'), 'gone'],
  ['Join', 409, said('Bridge not in Stasis application'), 'gone'],
  ['DestroyBridge', 404, said('Bridge not found'), 'gone'],
  ['HangUp', 204, '', 'done'],
  ['HangUp', 404, said('Channel not found'), 'gone'],
  [
    'HangUp',
    400,
    said('Invalid reason for hangup reason provided'),
    'refused 400 Invalid reason for hangup reason provided',
  ],
  ['HangUp', 503, '', 'refused 503'],
  ['HangUp', 500, '<html>', 'refused 500'],
  ['HangUp', 500, '[1]', 'refused 500'],
  ['HangUp', 0, 'null', 'refused 0'],
];
for (const [command, status, body, expected] of rows)
  t.test(`${command} answered ${String(status)} ${body.slice(0, 60)} is ${expected}`, (t) => {
    const { result, detail } = outcomeOf(command, { status, body });
    t.equal([result, ...(detail === undefined ? [] : [detail])].join(' '), expected);
    t.end();
  });

t.test('a detail is never longer than a line of a log can hold', (t) => {
  const { detail = '' } = outcomeOf('Play', { status: 500, body: said('x'.repeat(1_000_000)) });
  t.equal(detail.length, '500 '.length + 120);
  t.end();
});
