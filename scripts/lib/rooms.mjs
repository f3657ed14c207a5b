// The house's own order, as data: which folders there are, which files belong in them, which of them are pure. `eslint.config.mjs` and
// `test/house/` read it. A new file or folder has its line here first: that is the moment to ask whether it has its place already.

/** File names every domain folder may have. */
export const commonRooms = {
  pure: ['model', 'events', 'commands', 'facts', 'decide', 'rules'],
  impure: ['store', 'service', 'routes'],
};

/**
 * Domain folders, and what they hold besides the common names: pure helpers, named by what they compute, and files that need the
 * outside world. A name that ends in `/` is a folder of pure files, whose names are the call's phases.
 */
export const domains = {
  access: { pure: ['mask', 'roles'], impure: [] },
  acd: {
    pure: [
      'claims',
      'lane',
      'last-agent',
      'line',
      'match',
      'seat',
      'seat-phone',
      'snapshot',
      'strategies',
      'wait',
      'wire',
    ],
    impure: ['assignment-routes'],
  },
  audit: { pure: ['chain', 'verify'], impure: ['signer'] },
  calendar: { pure: ['days', 'festivals', 'workdays'], impure: ['source'] },
  callbacks: { pure: ['wire'], impure: [] },
  callers: { pure: ['traffic', 'wire'], impure: ['proposal-routes'] },
  calls: {
    pure: [
      'announce',
      'asks',
      'comings',
      'consultation',
      'consulting',
      'emergency',
      'endings',
      'fail-safe',
      'gathering',
      'hunt',
      'hunted',
      'ids',
      'keys',
      'language',
      'layout',
      'legs',
      'live',
    ].concat([
      'mandarin',
      'moves',
      'number',
      'outbound',
      'phases/',
      'plan',
      'queueing',
      'requeue',
      'seen',
      'snapshot',
      'supervise',
      'supervision',
      'survey',
      'table',
      'wanted',
      'wire',
    ]),
    impure: ['conference-routes', 'link-routes', 'supervise-routes'],
  },
  emergency: { pure: ['choose', 'readiness', 'route-text', 'trial', 'wire'], impure: ['trials'] },
  figures: { pure: ['counts', 'csv', 'periods', 'wire'], impure: [] },
  people: {
    pure: ['lockout', 'wire'],
    impure: ['account-routes', 'accounts', 'own-routes', 'password', 'second-factor', 'totp'],
  },
  phones: { pure: ['wire'], impure: [] },
  prompts: { pure: ['pcm', 'refusals', 'usage', 'wire'], impure: ['built-in', 'folder', 'sound-tools'] },
  recordings: {
    pure: [
      'access',
      'chunks',
      'custody-wire',
      'intake',
      'loudness',
      'ogg',
      'raw',
      'retention',
      'watermark',
      'wire',
      'witness',
    ],
    impure: [
      'all-routes',
      'archive',
      'copy',
      'custody-routes',
      'custody-store',
      'encoder',
      'files',
      'keeping',
      'keyring',
      'library',
      'library-store',
      'mark-routes',
      'play-routes',
      'plays',
      'redaction',
      'redaction-routes',
      'redaction-store',
      'request-routes',
      'request-store',
      'requests',
      'retirement',
      'sound',
      'vault',
    ],
  },
  routing: {
    pure: [
      'callers',
      'check',
      'difference',
      'document',
      'evaluate',
      'finding-texts',
      'findings',
      'hours',
      'mistakes',
      'replaying',
      'schema',
      'served',
      'soundness',
      'steps',
      'timeline',
      'try-wire',
      'trying',
      'version-wire',
      'versions',
      'wire',
    ],
    impure: ['draft-routes', 'drafts', 'try-routes', 'tries', 'version-routes'],
  },
  tickets: {
    pure: [
      'counting',
      'dossier',
      'finding',
      'found-wire',
      'life/',
      'life-wire',
      'notices',
      'number',
      'see',
      'sheet',
      'sniff',
      'spoken',
      'telling',
      'topics',
      'wire',
      'words',
      'words-of',
    ],
    impure: [
      'alert-service',
      'alert-store',
      'desk-routes',
      'desk-store',
      'export-routes',
      'file-routes',
      'file-store',
      'found-routes',
      'found-service',
      'hook-routes',
      'hook-service',
      'hook-store',
      'life-routes',
      'life-service',
      'life-store',
      'press',
      'rule-routes',
      'settings-store',
    ],
  },
  tokens: { pure: ['wire'], impure: [] },
  units: { pure: ['sounds', 'wire'], impure: ['reach-routes'] },
};

/** The other folders of `src/`: how the inside meets the outside. What is named is pure; null: all of it. */
export const adapters = {
  asterisk: ['conf', 'from-ari', 'ids', 'inventory', 'outcome', 'place', 'to-ari', 'told'],
  demo: ['city'],
  desk: ['ledger', 'merge', 'protocol', 'views'],
  http: ['alarm-row', 'rate'],
  jobs: [],
  metrics: [],
  lib: ['brand', 'grouped', 'one-run', 'shape', 'sorted', 'time', 'wire'],
  ports: null,
  store: [],
  switchboard: [
    'arrivals',
    'figures',
    'furnish',
    'hearers',
    'outgoing',
    'recover',
    'softphone',
    'state',
    'timers',
    'turn',
    'unwritten',
    'walk',
    'watch',
    'work',
  ],
  web: [],
};

/** Files directly in `src/`. */
export const topFiles = [
  'by-the-clock.ts',
  'backup.ts',
  'config-emergency.ts',
  'config-reader.ts',
  'config-vault.ts',
  'config.ts',
  'daemon.ts',
  'ground.ts',
  'keeper.ts',
  'main.ts',
  'office.ts',
  'plan-place.ts',
  'provision.ts',
  'sounds-place.ts',
  'start-error.ts',
  'tool-data.ts',
  'vault-place.ts',
];

/** Folders of `test/` that mirror none of `src/`. */
export const testFolders = [
  'away',
  'browser',
  'fixtures',
  'house',
  'lib',
  'races',
  'replay',
  'scripts',
  'setup',
  'simulated',
];

/** Packages without effects, which pure files may use. */
export const purePackages = ['chinese-days', 'pinyin-pro', 'typebox'];

/** Who may break which rule, and why. `rule` is an ESLint rule, or `house/` and the name of a file in `test/house/rules/`. */
export const exemptions = [
  {
    file: 'test/asterisk/hotline.ts',
    rule: 'house/honest-tests',
    why: 'holds `eventually`: looks at a real Asterisk again and again until a named thing is so, or a limit is over',
  },
  {
    file: 'test/asterisk/sipp.ts',
    rule: 'house/honest-tests',
    why: 'waits for a mark in a trace of SIPp, which nobody announces: looks again until it is there, or a limit is over',
  },
  {
    file: 'test/asterisk/chaos.ts',
    rule: 'house/honest-tests',
    why: 'faults come at random moments, and last for random times: the passing of time is what is tried',
  },
  {
    file: 'test/asterisk/stream-phone.ts',
    rule: 'house/honest-tests',
    why: 'a phone that refuses after it has rung for a while: the while is a part of its manners',
  },
  {
    file: 'test/asterisk/private-asterisk.ts',
    rule: 'house/honest-tests',
    why: 'asks the console until it answers as wanted, and looks at recordings until they are at rest; neither is announced',
  },
  {
    file: 'src/lib/system-clock.ts',
    rule: 'house/rooms',
    why: 'the machine side of ports/clock.ts; one file does not make a folder of its own',
  },
  {
    file: 'src/lib/log.ts',
    rule: 'house/rooms',
    why: 'what the logger that main.ts makes leaves out; tests make the same one',
  },
];

/** @returns whether a file, by its path below the repository, must have no effects and ask nothing of the outside */
export function isPure(path) {
  const [top, folder, ...rest] = path.split('/');
  const name = rest.join('/').replace(/\.ts$/, '');
  if (top !== 'src' || !path.endsWith('.ts') || folder === undefined || name === '') return false;
  const domain = domains[folder];
  if (domain !== undefined) return ![...commonRooms.impure, ...domain.impure].includes(name);
  const adapter = adapters[folder];
  return adapter === null || (adapter?.includes(name) ?? false);
}

/** How many lines a source file may have. */
export const longestFile = (path) => (isPure(path) ? 300 : 400);
