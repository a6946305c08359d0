import type { OnnxHeader } from '../../documents/onnx/onnxHeader';
import type { ConfigDocument } from '../configDocument';
import type { Problem, Rule } from '../rule';
import type { ModelInRepository } from './modelFolder';

/** A configuration and the header of its ONNX file. */
export interface OnnxModel {
  readonly document: ConfigDocument;
  readonly name: string;
  readonly header: OnnxHeader;
}

/** A rule that looks once for each version that is served, if the text of the configuration is whole. */
export function onnxRule(
  code: string,
  check: (model: OnnxModel) => Iterable<Problem>,
  severity: Rule<ModelInRepository>['severity'] = 'error',
): Rule<ModelInRepository> {
  return { code, severity, check: (model) => eachModel(model, check) };
}

function* eachModel(
  { model: { document, name, onnx } }: ModelInRepository,
  check: (model: OnnxModel) => Iterable<Problem>,
): Iterable<Problem> {
  for (const { reading } of document.isWhole ? onnx.values() : []) {
    if (reading.kind === 'model') {
      yield* check({ document, name, header: reading.header });
    }
  }
}

export function dimsText(dims: readonly number[]): string {
  return `[${dims.join(',')}]`;
}
