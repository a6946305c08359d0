import type { Arguments, Options } from './commandLine';
import type { Terminal } from './terminal';

/** Where the parts of the program lie: paths that only the entry point can know. */
export interface Installation {
  /** Absolute path of the folder of the built files. */
  readonly dist: string;
  /** Absolute path of the sample repository's folder, with the YAML files, the labels and the pictures. */
  readonly sample: string;
}

export interface Surroundings {
  readonly terminal: Terminal;
  readonly installation: Installation;
  /** The secret of `TRITON_AZUREML_KEY`, where there is one. */
  readonly key: string | undefined;
  /** package.json, which knows the version. */
  readonly packageFile: string;
  /** Aborted by Ctrl-C and by a request to end. */
  readonly signal: AbortSignal;
}

export interface Command {
  readonly name: string;
  /** What follows the name, as the help shows it: `[--image FILE]`. */
  readonly synopsis: string;
  readonly summary: string;
  /** Paragraphs below the options: what is worth knowing. */
  readonly remarks: readonly string[];
  readonly options: Options;
  /** Returns the exit status: 0 done, 1 the job failed and it was said, 2 could not start. */
  readonly run: (given: Arguments, surroundings: Surroundings) => Promise<number>;
}
