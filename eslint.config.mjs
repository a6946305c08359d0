import tseslint from 'typescript-eslint';

/** What each folder of src/ may import. Anything not listed is an error. */
const layers = {
  base: [],
  manifest: [],
  protocol: [],
  documents: ['base'],
  inference: ['base'],
  azure: ['base'],
  validation: ['base', 'documents'],
  emulator: ['base', 'documents', 'inference', 'protocol'],
  language: ['base', 'documents', 'validation'],
  // protocol: operations start the emulator's process and read its first line.
  // language: what mends a configuration in the editor mends a generated one.
  operations: ['base', 'azure', 'documents', 'inference', 'validation', 'language', 'protocol'],
  explorer: ['base', 'azure', 'manifest', 'protocol'],
  ui: ['base', 'manifest', 'protocol', 'documents', 'validation', 'language', 'azure', 'inference', 'operations', 'explorer'],
  cli: ['base', 'manifest', 'protocol', 'documents', 'validation', 'azure', 'inference', 'operations', 'explorer'],
};
const mayUseVsCode = ['ui'];
/** Rooms of src/ui that must not know each other; they meet in compose.ts. */
const uiRooms = ['commands', 'tree', 'diagnostics', 'language', 'panels', 'signIn'];
/** Rooms of src/emulator that must not know each other; they meet in its main files. */
const emulatorRooms = ['controlPlane', 'blob', 'triton', 'externalTriton', 'scoring', 'faults'];

const ban = (regex, message) => ({ regex, message });

/** The same for `import()`, which the rules for imports do not see. A selector may hold no slash. */
const onFirstUse = (bans) => [
  'error',
  ...bans.map(({ regex, message }) => ({ selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\x2F')}/]`, message })),
];

const bansOf = (name) => [
  ...(mayUseVsCode.includes(name) ? [] : [ban('^vscode$', `src/${name} must run without VS Code`)]),
  ...Object.keys(layers)
    .filter((l) => l !== name && !layers[name].includes(l))
    .map((l) => ban(`^(\\.\\./)+${l}(/|$)`, `src/${name} may not import src/${l}`)),
  ban('^(\\.\\./)+(extension|compose|composeLanguage)$', 'only the entry point composes services'),
];

const boundary = (name) => ({
  files: [`src/${name}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', { patterns: bansOf(name) }],
    'no-restricted-syntax': onFirstUse(bansOf(name)),
  },
});

const apart = (house, rooms) =>
  rooms.map((room) => {
    const bans = rooms.filter((r) => r !== room).map((r) => ban(`^(\\.\\./)+${r}(/|$)`, `${house}/${room} may not import ${house}/${r}`));
    return {
      files: [`src/${house}/${room}/**/*.ts`],
      // This one's bans replace those of the house.
      rules: { 'no-restricted-imports': ['error', { patterns: bans }], 'no-restricted-syntax': onFirstUse([...bansOf(house), ...bans]) },
    };
  });

const webviewBans = [ban('^(\\.\\./)+src/(?!protocol/)', 'a webview knows src/protocol only')];

export default tseslint.config(
  { ignores: ['dist/**', '.test-build/**', '.vscode-test/**', 'node_modules/**', '**/*.mjs', '**/*.cjs', '**/*.js'] },
  ...tseslint.configs.strictTypeChecked,
  {
    files: ['src/**/*.ts', 'webview/**/*.ts', 'test/**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './webview/tsconfig.json', './test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 5],
      complexity: ['error', 12],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // node:test registers a test by a promise that it awaits itself.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['test', 'describe', 'it', 'before', 'after'], package: 'node:test' }] },
      ],
      'max-lines-per-function': ['error', { max: 120, skipBlankLines: true, skipComments: true }],
    },
  },
  ...Object.keys(layers).map(boundary),
  ...apart('ui', uiRooms),
  ...apart('emulator', emulatorRooms),
  {
    files: ['webview/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: webviewBans }],
      'no-restricted-syntax': onFirstUse(webviewBans),
    },
  },
);
