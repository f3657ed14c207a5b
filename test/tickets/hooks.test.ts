import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { epochMs } from '../../src/lib/time.ts';
import { HookService } from '../../src/tickets/hook-service.ts';
import { nextTryAt } from '../../src/tickets/telling.ts';
import { city, no } from './city.ts';

type Got = { readonly headers: IncomingHttpHeaders; readonly body: string };

/** Another system of the city: it answers as it is told to. */
async function listener(t: Test) {
  const got: Got[] = [];
  const manners = { status: 200 };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString('utf8');
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(manners.status).end();
    });
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  t.teardown(() => server.close());
  return { got, manners, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/h12` };
}
const told = (got: readonly Got[]) =>
  got.map(({ body }) => JSON.parse(body) as { id: string; n: number; what: string });

t.test(
  'another system is told of each change once, signed, again after a fault, and over a restart',
  async (t) => {
    const house = await city(t);
    const { asks, act, dispatched, office, clock } = house;
    const { got, manners, url } = await listener(t);
    t.equal(
      (await asks('office', 'POST', '/webhooks', { url, unit: null })).statusCode,
      403,
      'for the administrator',
    );
    const made = (await asks('admin', 'POST', '/webhooks', { url, unit: null })).json<{
      id: string;
      secret: string;
    }>();
    const others = { url: `${url}/rsj`, unit: 'rsj' };
    await asks('admin', 'POST', '/webhooks', others);
    t.notMatch((await asks('admin', 'GET', '/webhooks')).payload, made.secret, 'the secret is shown once');
    await dispatched();
    await office.hooks.run();
    t.match(told(got), [
      { n: 1, what: 'fill', type: 'ticket.changed', no, version: 2, state: 'open', units: [] },
      { n: 2, what: 'dispatch', state: 'withUnits', kind: 'complaint', district: '梅江区', units: ['cgj'] },
    ]);
    t.notMatch(got[1]?.body, /139|王小明|路灯|三角地/, 'neither who it is nor what was said');
    const [first] = got;
    const [, at = '', signature = ''] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(first?.headers['x-h12-signature'])) ?? [];
    t.equal(
      createHmac('sha256', made.secret)
        .update(`${at}.${first?.body ?? ''}`)
        .digest('hex'),
      signature,
    );
    t.equal(first?.headers['x-h12-delivery'], told(got)[0]?.id);
    // The other side fails: tried again later, under the same id.
    manners.status = 503;
    await act('clerk', { type: 'contact', part: 1 });
    await office.hooks.run();
    t.equal(got.length, 3);
    await office.hooks.run();
    t.equal(got.length, 3, 'not before its time');
    // The daemon is started anew meanwhile: another service over the same database.
    manners.status = 200;
    clock.at = epochMs(clock.at + 10_000);
    const again = new HookService({
      ...{ store: office.hookStore, now: () => clock.at, send: fetch },
      failed: (err) => t.fail(String(err)),
    });
    await again.run();
    t.equal(got.length, 4);
    t.equal(told(got)[3]?.id, told(got)[2]?.id, 'the same id: it can be told apart from a new one');
    const [last] = (await asks('admin', 'GET', `/webhooks/${made.id}/deliveries`)).json<object[]>();
    t.match(last, { n: 3, tries: 2, nextAt: null, lastResult: '200' });
    // Confidential ones are not told of, and a paused system is told when it goes on.
    await asks('admin', 'POST', `/webhooks/${made.id}/pause`);
    await act('reviewer', { type: 'reply', part: 1, text: '已修复' });
    await act('cleared', { type: 'setLevel', level: 'confidential' });
    await office.hooks.run();
    t.equal(got.length, 4);
    await asks('admin', 'POST', `/webhooks/${made.id}/resume`);
    await office.hooks.run();
    t.same(
      told(got)
        .slice(4)
        .map(({ n, what }) => [n, what]),
      [[4, 'reply']],
    );
    t.equal((await asks('admin', 'DELETE', `/webhooks/${made.id}`)).statusCode, 200);
  },
);

t.test('pauses grow to six hours, and after some three days it is given up', async (t) => {
  const start = epochMs(0);
  const pauses = Array.from({ length: 17 }, (_, n) => nextTryAt(n + 1, start));
  t.same(pauses.slice(0, 3), [10_000, 20_000, 40_000]);
  t.equal(pauses.at(-1), null);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (tries) => {
      const next = nextTryAt(tries, start);
      return next === null ? tries >= 17 : next > start && next <= 6 * 3_600_000;
    }),
  );
});
