import t from 'tap';
import { explore } from './property.ts';

// A file of its own, so that no single one runs for minutes.
t.test('the property of the simulated switch holds on other runs', (t) => explore(t, 20261124));
