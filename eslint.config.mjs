// Biome formats, and lints what needs no types. Here: what needs types, and the arrows between the folders. The folders themselves,
// what is pure, and who is exempt from what, stand in scripts/lib/rooms.mjs.
import { existsSync } from 'node:fs';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { adapters, commonRooms, domains, exemptions } from './scripts/lib/rooms.mjs';

const typed = ['src/**/*.{ts,tsx}', 'test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts'];
const screens = existsSync('src/web/tsconfig.json');
const domainNames = Object.keys(domains);
const anyOf = (names) => `(?:${names.join('|')})`;

/** Packages that only one part of the house speaks to. */
const owners = {
  'ari-client': 'src/asterisk',
  'better-sqlite3': 'src/store and each store.ts',
  ws: 'src/desk, and types in src/asterisk',
  'node-cron': 'src/jobs',
  fastify: 'src/http, src/desk and each routes.ts',
};

/** Where imports may not lead. A later block replaces an earlier one's list as a whole, so each is made complete here. */
const imports = (owned, ...patterns) => ({
  'no-restricted-imports': [
    'error',
    {
      paths: Object.entries(owners)
        .filter(([name]) => !owned.includes(name))
        .map(([name, who]) => ({
          name,
          message: `Only ${who} may.`,
          allowTypeImports: owned.includes(`type ${name}`),
        }))
        .concat({
          name: 'node:process',
          message: 'Configuration is a value: loadConfig(env) in src/config.ts.',
        }),
      patterns,
    },
  ],
});
const outer = {
  regex: `^(?:\\.\\./)+${anyOf(['asterisk', 'desk', 'edge', 'http', 'jobs', 'metrics', 'switchboard', 'web', 'demo'])}/`,
  message: 'The inside does not know its adapters: use a port, or a function handed in by main.ts.',
};
const othersRooms = {
  regex: `^(?:\\.\\./)+${anyOf(domainNames)}/${anyOf(commonRooms.impure)}\\.ts$`,
  message: 'Domains talk by ids and by functions handed in, never through the store of another.',
};
const upwards = (...names) => ({
  regex: `^\\./${anyOf(names)}\\.ts$`,
  message: 'Arrows go routes → service → rules | decide, and service → store.',
});
const machine = { regex: '^node:', message: 'A pure file asks nothing of the machine.' };

const inDomains = (name) => domainNames.map((domain) => `src/${domain}/${name}`);
const impureNames = (domain) => [...commonRooms.impure, ...domains[domain].impure];
const pureInDomains = {
  files: inDomains('**/*.ts'),
  ignores: domainNames.flatMap((domain) => impureNames(domain).map((name) => `src/${domain}/${name}.ts`)),
};
const pureInAdapters = {
  files: Object.entries(adapters).flatMap(([folder, names]) =>
    names === null ? [`src/${folder}/**/*.ts`] : names.map((name) => `src/${folder}/${name}.ts`),
  ),
};

const arrows = [
  { files: ['src/**/*.{ts,tsx}'], rules: imports([]) },
  { files: inDomains('**/*.ts'), rules: imports([], outer, othersRooms) },
  {
    files: inDomains('store.ts'),
    rules: imports(['better-sqlite3'], outer, othersRooms, upwards('service', 'routes')),
  },
  { files: inDomains('service.ts'), rules: imports([], outer, othersRooms, upwards('routes')) },
  // A domain with many routes has them in several files.
  {
    files: [...inDomains('routes.ts'), ...inDomains('*-routes.ts')],
    rules: imports(['fastify'], outer, othersRooms),
  },
  { ...pureInDomains, rules: imports([], outer, othersRooms, upwards(...commonRooms.impure), machine) },
  { files: ['src/switchboard/**/*.ts'], rules: imports([], outer, othersRooms) },
  { files: ['src/store/**/*.ts'], rules: imports(['better-sqlite3'], outer) },
  { files: ['src/http/**/*.ts'], rules: imports(['fastify']) },
  { files: ['src/desk/**/*.ts'], rules: imports(['fastify', 'ws']) },
  { files: ['src/asterisk/**/*.ts'], rules: imports(['ari-client', 'type ws'], othersRooms) },
  { files: ['src/jobs/**/*.ts'], rules: imports(['node-cron']) },
  { ...pureInAdapters, rules: imports([], othersRooms, machine) },
];

const noEnv = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only src/main.ts reads the environment, and hands it to loadConfig.',
};
const noWaiting = {
  selector: 'AwaitExpression, :function[async=true], ForOfStatement[await=true], ImportExpression',
  message: 'A pure file does not wait: it returns what is to be done.',
};
const typesOnly = {
  selector:
    'Program > :not(ImportDeclaration[importKind="type"], ExportNamedDeclaration[exportKind="type"], TSTypeAliasDeclaration)',
  message: 'Ports are types only.',
};
const outsideWorld = [
  'Date',
  'process',
  'performance',
  'crypto',
  'console',
  'fetch',
  'queueMicrotask',
].concat(['setTimeout', 'setInterval', 'setImmediate']);
const pureRules = {
  'max-lines': ['error', 300],
  'no-restricted-globals': [
    'error',
    ...outsideWorld.map((name) => ({ name, message: 'A pure file is told time and ids with the event.' })),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Math', property: 'random', message: 'Chance is not pure.' },
  ],
  'no-restricted-syntax': ['error', noEnv, noWaiting],
};

/** A rule's exemptions, as blocks that switch it off for one file each. */
const exempted = exemptions
  .filter(({ rule }) => !rule.startsWith('house/'))
  .map(({ file, rule }) => ({ files: [file], rules: { [rule]: 'off' } }));

const sizes = {
  'max-lines': ['error', 400],
  'max-lines-per-function': ['error', 40],
  'max-params': ['error', 4],
};

const typedRules = {
  ...sizes,
  'max-params': 'off',
  '@typescript-eslint/max-params': ['error', { max: 4 }],
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
  ],
  '@typescript-eslint/no-import-type-side-effects': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  // Tap's subtests are awaited by their parent.
  '@typescript-eslint/no-floating-promises': [
    'error',
    { allowForKnownSafePromises: [{ from: 'package', package: '@tapjs/core', name: 'PromiseWithSubtest' }] },
  ],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  'no-new': 'error',
  'no-console': 'error',
  'import-x/no-cycle': 'error',
};

/** What Node gives to a script that is not checked by types. */
const nodeGlobals = [
  'AbortController',
  'AbortSignal',
  'Buffer',
  'TextDecoder',
  'URL',
  'clearInterval',
  'clearTimeout',
  'console',
]
  .concat(['fetch', 'performance', 'process', 'setImmediate', 'setInterval', 'setTimeout', 'structuredClone'])
  .map((name) => [name, 'readonly']);

export default [
  {
    ignores: [
      'dist/',
      'var/',
      '.tap/',
      'recordings/',
      'test/fixtures/',
      '**/*.d.mts',
      ...(screens ? [] : ['src/web/']),
    ],
  },
  // Exemptions stand in one list, each with its reason: never beside the code.
  { linterOptions: { noInlineConfig: true } },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: typed })),
  {
    files: typed,
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.js'] })],
    },
    rules: typedRules,
  },
  ...arrows,
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/main.ts'],
    rules: { 'no-restricted-syntax': ['error', noEnv] },
  },
  { ...pureInDomains, rules: pureRules },
  { ...pureInAdapters, rules: pureRules },
  { files: ['src/ports/**/*.ts'], rules: { 'no-restricted-syntax': ['error', typesOnly] } },
  { files: ['src/web/**'], rules: { 'no-restricted-imports': ['error', { patterns: [machine] }] } },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', 120],
      // A subtest is an async function whether it has something to wait for or not.
      '@typescript-eslint/require-await': 'off',
      // Tap's assertions are methods handed around by name.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // A view is mostly the page it draws.
  { files: ['src/web/**/*.tsx'], rules: { 'max-lines-per-function': ['error', 80] } },
  { files: ['scripts/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.mjs'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: Object.fromEntries(nodeGlobals) },
    rules: {
      ...sizes,
      'no-new': 'error',
      'no-undef': 'error',
      'no-unused-vars': 'error',
      'no-unreachable': 'error',
    },
  },
  ...exempted,
];
