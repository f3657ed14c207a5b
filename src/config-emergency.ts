import type { Reader } from './config-reader.ts';
import type { EmergencyNumber } from './emergency/model.ts';
import { routeForm, testProblems } from './emergency/route-text.ts';

type Mode = 'demonstration' | 'production';
type Routes = Readonly<Record<EmergencyNumber, readonly string[]>>;

export const inDemo = 'is not possible in a demonstration, from which nothing leads to a real number';

/** The daemon rings the desks itself, wherever Asterisk runs; the dialplan of a managed one uses the same routes while it is away. */
export function emergencyPart(read: Reader, mode: Mode): Routes {
  const all = {
    '110': routes(read, '110', mode),
    '120': routes(read, '120', mode),
    '119': routes(read, '119', mode),
  };
  if (mode === 'production')
    for (const { number, text } of testProblems(all)) read.problem(`H12_EMERGENCY_${number}`, text);
  return all;
}

/** When every route is tried each day; null: never. */
export function testAt(read: Reader): string | null {
  const form = /^(?:never|(?:[01][0-9]|2[0-3]):[0-5][0-9])$/;
  const text = read.matching('H12_EMERGENCY_TEST_AT', '05:30', [form, 'hh:mm or never']);
  return text === 'never' ? null : text;
}

/** In a demonstration the dialplan itself answers, and nothing else can be configured. */
function routes(read: Reader, number: EmergencyNumber, mode: Mode): readonly string[] {
  const name = `H12_EMERGENCY_${number}`;
  if (mode === 'demonstration') {
    read.refuseSet([name], inDemo);
    return [`Local/${number}@demo-carrier/n;test=Local/99@demo-carrier/n`];
  }
  read.required(name, 'is required in production');
  const rule = [routeForm, 'routes like PJSIP/110@trunk;district=梅江区, separated by "|"'] as const;
  return read.list(name, [], rule, '|');
}
