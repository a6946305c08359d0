import * as l10n from '@vscode/l10n';
import { onnxRule } from './onnxRule';

interface Limits {
  /** First release to which they apply. */
  readonly release: string;
  /** Highest version of the standard operators, and of the file format. */
  readonly opset: number;
  readonly ir: number;
}

/**
 * What the ONNX Runtime inside a container takes (server, build.py; onnxruntime, docs/Versioning.md). Between releases that are
 * known for certain the newer limits stand, so that nothing is called too new that is not. Newest first.
 */
const limits: readonly Limits[] = [
  { release: '25.05', opset: Infinity, ir: Infinity },
  { release: '25.03', opset: 23, ir: 11 },
  { release: '24.05', opset: 21, ir: 10 },
  { release: '24.01', opset: 20, ir: 9 },
  { release: '23.06', opset: 19, ir: 9 },
  { release: '23.02', opset: 18, ir: 8 },
  { release: '22.07', opset: 17, ir: 8 },
  { release: '22.05', opset: 16, ir: 8 },
  { release: '21.10', opset: 15, ir: 8 },
  { release: '21.06', opset: 14, ir: 7 },
];

/** A warning: ONNX Runtime refuses such a file, but a container may have a newer one than is known here. */
export const onnxOpset = onnxRule(
  'triton/onnx-opset',
  function* ({ document: { root, release }, header: { opsets, irVersion } }) {
    const known = release === undefined ? undefined : limits.find((one) => one.release <= release);
    if (known === undefined || release === undefined) {
      return;
    }
    const opset = opsets.get('') ?? 0;
    if (opset > known.opset) {
      yield {
        range: root.head,
        message: l10n.t(
          'The ONNX file uses version {0} of the operators; Triton {1} knows them up to {2}. Export the model with opset_version={2}, or use a newer release.',
          opset,
          release,
          known.opset,
        ),
        triton: `ONNX Runtime only *guarantees* support for models stamped with official released onnx opset versions. Opset ${opset} is under development and support for this is limited.`,
      };
    }
    if (irVersion > known.ir) {
      yield {
        range: root.head,
        message: l10n.t(
          'The ONNX file has format version {0}; Triton {1} reads it up to {2}. Set ir_version to {2} when you save the model, or use a newer release.',
          irVersion,
          release,
          known.ir,
        ),
        triton: `Unsupported model IR version: ${irVersion}, max supported IR version: ${known.ir}`,
      };
    }
  },
  'warning',
);
