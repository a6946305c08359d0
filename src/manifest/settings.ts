/** Every setting in package.json with its default; test/unit/manifest/manifest.test.ts compares the two. */
export const settings = {
  /** Port of the emulator's control plane; 0 = any free one. */
  'tritonAml.emulator.port': 0,
  /** A real Triton server for the emulator's deployments: path of the program, or address of one that runs; empty = the emulator's own. */
  'tritonAml.emulator.tritonServer': '',
  /** Instance type that the deploy wizard offers first. */
  'tritonAml.deploy.instanceType': 'Standard_NC4as_T4_v3',
  /** Container release of Triton that files are checked for, such as 24.05; empty = the newest. */
  'tritonAml.triton.release': '',
  /** Commands above the models, endpoints and deployments of a YAML file. */
  'tritonAml.codeLens': true,
} as const;
