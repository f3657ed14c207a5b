import { join } from 'node:path';
import type { Reader } from './config-reader.ts';
import { type AccessSettings, usualAccess } from './recordings/access.ts';
import { type RetentionRules, usualRetention } from './recordings/retention.ts';
import { kinds } from './tickets/life/model.ts';

/** Where the keys come from that the recordings' keys are wrapped with (`made`: a demonstration makes the file itself), and the rules. */
export type VaultConfig = {
  readonly keys:
    | { readonly from: 'file'; readonly path: string; readonly made: boolean }
    | { readonly from: 'command'; readonly command: string };
  readonly access: AccessSettings;
  readonly retention: RetentionRules;
};

/** The rules where nothing is configured. */
export const usualKeeping = { access: usualAccess, retention: usualRetention } as const;

export const vaultVariables = {
  H12_VAULT_KEY_FILE:
    'key file of the recordings; this or H12_VAULT_KEY_COMMAND is required in production; secrets/vault-keys.json in a demonstration',
  H12_VAULT_KEY_COMMAND: 'a command that prints what would stand in that file; none',
  H12_RECORDING_AGENT_DAYS: 'agents hear their own calls of so many days, 0 to 366; 3',
  H12_RECORDING_KEEP_DAYS: 'recordings are destroyed after so many days, 1 to 36500; 1095',
  H12_RECORDING_KEEP_RULES:
    'other days by kind of ticket, or for confidential ones, like complaint:1825,confidential:3650; none',
} as const;

/** How recordings are kept. */
export function vaultPart(read: Reader, mode: 'demonstration' | 'production', dataDir: string): VaultConfig {
  const command = read.text('H12_VAULT_KEY_COMMAND');
  const file = read.path('H12_VAULT_KEY_FILE', '');
  if (command !== null && file !== '')
    read.problem('H12_VAULT_KEY_COMMAND', 'stands beside H12_VAULT_KEY_FILE: one of them is enough');
  const rest = keepingPart(read);
  if (command !== null) return { keys: { from: 'command', command }, ...rest };
  if (file === '' && mode === 'production')
    read.problem(
      'H12_VAULT_KEY_FILE',
      'or H12_VAULT_KEY_COMMAND is required in production: make a key file with npm run vault:key -- FILE',
    );
  const made = file === '';
  return {
    keys: { from: 'file', path: made ? join(dataDir, 'secrets', 'vault-keys.json') : file, made },
    ...rest,
  };
}

const keepDays = [1, 36_500] as const;
const ruleWords = [...kinds, 'confidential'] as const;

function keepingPart(read: Reader): Pick<VaultConfig, 'access' | 'retention'> {
  const agentDays = read.whole(
    'H12_RECORDING_AGENT_DAYS',
    usualKeeping.access.ownCallsMs / 86_400_000,
    [0, 366],
  );
  const usualDays = read.whole('H12_RECORDING_KEEP_DAYS', usualKeeping.retention.usualDays, keepDays);
  const name = 'H12_RECORDING_KEEP_RULES';
  const rules = read.list(
    name,
    [],
    [
      new RegExp(`^(${ruleWords.join('|')}):[1-9][0-9]{0,4}$`),
      `words of ${ruleWords.join(', ')} with days, like complaint:1825`,
    ],
  );
  const days: RetentionRules['days'] = Object.fromEntries(
    rules.map((rule) => {
      const [word = '', text] = rule.split(':');
      return [word, Number(text)] as const;
    }),
  );
  if (Object.keys(days).length < rules.length) read.problem(name, 'says something twice');
  if (Object.values(days).some((some) => some > keepDays[1])) read.problem(name, 'must have 1 to 36500 days');
  return { access: { ownCallsMs: agentDays * 86_400_000 }, retention: { usualDays, days } };
}
