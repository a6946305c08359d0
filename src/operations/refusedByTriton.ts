import { fileKindOf } from '../validation/checkFile';
import type { CheckedFile } from '../validation/checkPaths';
import { locate, type LocatedFinding } from '../validation/locatedFinding';

/** The errors of a checked repository for which its models would not be served. YAML that lies beside them is not deployed with them. */
export function refusedByTriton(files: readonly CheckedFile[]): LocatedFinding[] {
  return files
    .filter(({ file }) => fileKindOf(file) !== 'azureml')
    .flatMap((one) => locate(one, one.file))
    .filter(({ severity }) => severity === 'error');
}
