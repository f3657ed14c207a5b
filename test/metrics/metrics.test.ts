import t from 'tap';
import { after } from '../../src/lib/time.ts';
import { running } from '../http/running.ts';

t.test('a call in figures, by words alone, for who has the right', async (t) => {
  const { ask, app, signedIn, ready, arrive, tell, answered, clock } = await running(t);
  const number = '13912342211';
  ready('agent1');
  const call = arrive(1, number);
  tell(call, answered(call));
  clock.at = after(clock.at, 65_000);
  tell(call, { type: 'CallerHungUp', at: clock.at, cause: 16 });
  arrive(2, number);
  arrive(3, number);
  t.equal((await app.inject('/metrics')).statusCode, 401);
  t.equal((await ask(await signedIn('leader'), { url: '/metrics' })).statusCode, 403);
  const answer = await ask(await signedIn('admin'), { url: '/metrics' });
  t.match(answer.headers['content-type'], /^text\/plain/);
  const text = answer.body;
  for (const line of [
    'hotline12345_calls_total{queue="general",outcome="answered",by="caller"} 1',
    'hotline12345_wait_seconds_count{queue="general"} 1',
    'hotline12345_talk_seconds_bucket{le="120"} 1',
    'hotline12345_talk_seconds_bucket{le="60"} 0',
    'hotline12345_queue_waiting{queue="general"} 2',
    'hotline12345_seats{state="wrapUp"} 1',
    'hotline12345_seats{state="offline"} 2',
    'hotline12345_calls_live{phase="queued"} 2',
    'hotline12345_ari_up 1',
    'hotline12345_journal_unwritten 0',
    'hotline12345_recordings_waiting 0',
  ])
    t.ok(text.includes(`\n${line}\n`), line);
  t.match(text, /hotline12345_commands_total\{command="RingSeat",result="done"\} [1-9]/);
  t.match(text, /hotline12345_turn_seconds_count [1-9]/);
  t.match(text, /nodejs_eventloop_lag_seconds/);
  t.match(text, /process_resident_memory_bytes/);
  for (const secret of [number, String(call), 'agent1', '8001']) t.notOk(text.includes(secret), secret);
  const own = text.match(/^# TYPE \S+/gm)?.filter((line) => line.includes('hotline12345')) ?? [];
  for (const line of own) t.match(line, /^# TYPE hotline12345_[a-z_]+$/);
});
