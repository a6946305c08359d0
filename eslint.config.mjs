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

const boundary = (name, allowed) => ({
  files: [`src/${name}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        paths: mayUseVsCode.includes(name) ? [] : [{ name: 'vscode', message: `src/${name} must run without VS Code` }],
        patterns: [
          ...Object.keys(layers)
            .filter((l) => l !== name && !allowed.includes(l))
            .map((l) => ban(`^(\\.\\./)+${l}(/|$)`, `src/${name} may not import src/${l}`)),
          ban('^(\\.\\./)+(extension|compose|composeLanguage)$', 'only the entry point composes services'),
        ],
      },
    ],
  },
});

const apart = (house, rooms) =>
  rooms.map((room) => ({
    files: [`src/${house}/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: rooms
            .filter((r) => r !== room)
            .map((r) => ban(`^(\\.\\./)+${r}(/|$)`, `${house}/${room} may not import ${house}/${r}`)),
        },
      ],
    },
  }));

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
  ...Object.entries(layers).map(([name, allowed]) => boundary(name, allowed)),
  ...apart('ui', uiRooms),
  ...apart('emulator', emulatorRooms),
  {
    files: ['webview/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [ban('^(\\.\\./)+src/(?!protocol/)', 'a webview knows src/protocol only')] },
      ],
    },
  },
);
