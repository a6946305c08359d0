import * as l10n from '@vscode/l10n';
import type { PlacedMessage } from '../../documents/pbtxt/placedMessage';
import { batches } from './completedTensors';
import { dimsText, onnxRule, type OnnxModel } from './onnxRule';
import type { Problem } from '../rule';

/** The lists of values for false and true, and the type of tensor that takes each. */
const listTypes = { int32_false_true: 'TYPE_INT32', fp32_false_true: 'TYPE_FP32', bool_false_true: 'TYPE_BOOL' };

/** Tensors that the scheduler fills in (onnxruntime_backend, src/onnxruntime.cc, ValidateBooleanSequenceControl, ValidateTypedSequenceControl). */
export const onnxSequenceControl = onnxRule('triton/onnx-sequence-control', function* (model) {
  for (const control of model.document.root.child('sequence_batching')?.children('control_input') ?? []) {
    if (control.text('name') !== '') {
      yield* faultsOf(model, control);
    }
  }
});

function* faultsOf({ document, name, header }: OnnxModel, control: PlacedMessage): Iterable<Problem> {
  const tensor = control.text('name');
  const range = control.at('name');
  const real = header.inputs.find((one) => one.name === tensor);
  if (real === undefined) {
    yield {
      range,
      message: l10n.t('The ONNX file has no input {0} to take this control.', tensor),
      triton: `unable to load model '${name}', configuration specified sequence control '${tensor}', but model does not provide that input`,
    };
    return;
  }
  const dims = batches(document.config, header) ? real.dims.slice(1) : real.dims;
  if (real.hasShape && (dims.length !== 1 || dims[0] !== 1)) {
    yield {
      range,
      message: l10n.t('Control {0} is one value for each sequence, but in the ONNX file its dims are {1}.', tensor, dimsText(dims)),
      triton: `unable to load model '${name}', sequence control '${tensor}' in model has dims ${dimsText(dims)} but dims [1] is expected`,
    };
  }
  const wanted = typeOf(control);
  if (wanted !== undefined && real.kind === 'tensor' && real.dataType !== 'TYPE_INVALID' && real.dataType !== wanted) {
    yield {
      range,
      message: l10n.t('Control {0} is {1} in the ONNX file, but its values here are {2}.', tensor, real.dataType, wanted),
      triton: `unable to load model '${name}', configuration expects datatype ${wanted} for input '${tensor}', model provides ${real.dataType}`,
    };
  }
}

/** Undefined where the control itself is faulty, which other rules tell. */
function typeOf(controlInput: PlacedMessage): string | undefined {
  const [control] = controlInput.children('control');
  const lists = Object.entries(listTypes).filter(([list]) => control?.has(list) === true);
  if (control?.enumName('kind', 'CONTROL_SEQUENCE_START') === 'CONTROL_SEQUENCE_CORRID') {
    return control.has('data_type') ? control.enumName('data_type', 'TYPE_INVALID') : undefined;
  }
  return lists.length === 1 ? lists[0]?.[1] : undefined;
}
