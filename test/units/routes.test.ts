import t from 'tap';
import { demoCity } from '../../src/demo/city.ts';
import { running } from '../http/running.ts';

/** Without how it is reached. */
const plain = ({ id, name, shortName, district, member }: (typeof demoCity.units)[number]) => ({
  id,
  name,
  shortName,
  district,
  member,
});

t.test('whoever is signed in may read the units, in the order of their ids', async (t) => {
  const { ask, signedIn, units } = await running(t);
  for (const unit of demoCity.units) units.put(unit);
  const inOrder = demoCity.units.map(plain).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const username of ['agent1', 'leader', 'admin']) {
    const response = await ask(await signedIn(username), { method: 'GET', url: '/api/v1/units' });
    t.equal(response.statusCode, 200);
    t.same(response.json(), inOrder, username);
  }
});

t.test('a unit that is put again is changed, not doubled', async (t) => {
  const { ask, signedIn, units } = await running(t);
  const [unit] = demoCity.units.map(plain);
  if (unit === undefined) throw new Error('the demonstration has no units');
  units.put(unit);
  units.put({ ...unit, shortName: '人社', district: '梅江区', member: false });
  const response = await ask(await signedIn('agent1'), { method: 'GET', url: '/api/v1/units' });
  t.same(response.json(), [{ ...unit, shortName: '人社', district: '梅江区', member: false }]);
});

t.test('a city without units has an empty list', async (t) => {
  const { ask, signedIn } = await running(t);
  const response = await ask(await signedIn('agent1'), { method: 'GET', url: '/api/v1/units' });
  t.same(response.json(), []);
});
