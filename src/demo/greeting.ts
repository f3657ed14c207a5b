import type { Config } from '../config.ts';
import type { CityAccess } from '../provision.ts';

/** What a start tells the person in front of it: where to open, with which account, how to place a call. */
export function greeting(
  config: Config,
  address: string,
  access: CityAccess | null,
  accessFile: string,
): string {
  const open = `hotline12345 is ready: ${address}`;
  if (config.mode === 'production') return open;
  const accounts =
    access === null
      ? [`Accounts and phone passwords: ${accessFile}`]
      : [
          'This is a demonstration city, made in this first start. Accounts (also in the file below):',
          ...access.accounts.map((a) => `  ${a.username.padEnd(8)} ${a.password}   ${a.displayName}`),
          `Seat phones, by SIP: ${access.phones.map((p) => p.seat).join(', ')}; their passwords: ${accessFile}`,
        ];
  return [
    open,
    ...accounts,
    'A test call: npm run call   (a scripted phone dials 12345, a scripted seat answers)',
    '110, 120 and 119 end in the dialplan here: no real number can be reached.',
  ].join('\n');
}
