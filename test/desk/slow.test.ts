import t from 'tap';
import { running } from '../http/running.ts';
import { callId } from '../store/samples.ts';
import { listening, openScreen } from './screen.ts';

t.test('a desk that does not read costs one message, is closed, and the others are served', async (t) => {
  const house = await running(t, { deskPace: { gatherMs: 1, pingMs: 1_000, closeMs: 50 } });
  const { arrive, lines } = house;
  const address = await listening(house);
  const open = async (username: string) => openScreen(t, address, await house.signedIn(username));
  for (let n = 1; n <= 300; n += 1) arrive(n);
  const slow = await open('leader');
  const quick = await open('leader');
  const snapshotBytes = JSON.stringify(await quick.next()).length;
  slow.socket.pause();
  const closed = (): string | undefined => lines.find((line) => line.includes('"code":4008'));
  for (let n = 301; closed() === undefined; n += 1) {
    arrive(n);
    // Each asks for all of it again: what the kernel holds is soon full.
    for (let i = 0; i < 20; i += 1) slow.socket.send('{"type":"resync"}');
    t.match((await quick.next()).calls?.set, [{ id: callId(n) }], 'told at once');
  }
  const { bufferedBytes } = JSON.parse(closed() ?? '') as { bufferedBytes: number };
  t.ok(bufferedBytes < 2 * snapshotBytes, `${bufferedBytes} bytes waited, a snapshot has ${snapshotBytes}`);
  slow.socket.resume();
  t.ok([4008, 1006].includes(await slow.closed));
  t.equal(quick.socket.readyState, quick.socket.OPEN);
});
