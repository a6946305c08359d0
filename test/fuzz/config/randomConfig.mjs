// Random configurations that parse, for what mutants of tokens rarely reach: every field of the schema, mostly with values that belong
// together, now and then with one that does not; written in all the ways of the text format.

const texts = {
  name: ['a', 'b', 'c', 'd'],
  platform: ['tensorrt_plan', 'onnxruntime_onnx', 'pytorch_libtorch', 'tensorflow_savedmodel', 'ensemble', 'other'],
  backend: ['onnxruntime', 'tensorrt', 'pytorch', 'openvino', 'tensorflow', 'python', 'identity'],
  default_model_filename: ['model.onnx', 'model.plan', 'other.bin'],
  model_name: ['one', 'two'],
  profile: ['0', '1', '-1', 'x', ' 2', '1x'],
};
const tensors = ['a', 'b', 'c', 'd'];
const sizes = [-1, -1, 1, 2, 3, 4, 4, 4, 8];
const types = ['TYPE_FP32', 'TYPE_FP32', 'TYPE_FP32', 'TYPE_INT32', 'TYPE_INT64', 'TYPE_STRING', 'TYPE_BOOL', 'TYPE_UINT64'];

/** Fields that need files, other machines or a server with options; or that end every other judgement. */
const passedOver = new Set([
  'name runtime',
  'runtime',
  'model_repository_agents',
  'gpus',
  'input_data_file',
  'data_file',
  'label_filename',
]);
/** How often a field of a message is written; others half as often as not. */
const often = new Map(
  Object.entries({
    'ModelConfig.name': 0,
    'ModelConfig.platform': 0,
    'ModelConfig.backend': 0,
    'ModelConfig.input': 1,
    'ModelConfig.output': 1,
    'ModelConfig.max_batch_size': 0.9,
    'ModelConfig.version_policy': 0.1,
    'ModelConfig.response_cache': 0.1,
    'ModelConfig.ensemble_scheduling': 0,
    'ModelConfig.optimization': 0.1,
    'ModelConfig.instance_group': 0.3,
    'ModelConfig.default_model_filename': 0.05,
    'ModelConfig.model_warmup': 0.2,
    'ModelConfig.batch_input': 0.1,
    'ModelConfig.batch_output': 0.1,
    'ModelInput.name': 0.995,
    'ModelInput.data_type': 0.995,
    'ModelInput.dims': 0.995,
    'ModelInput.reshape': 0.06,
    'ModelInput.format': 0.03,
    'ModelInput.is_shape_tensor': 0.02,
    'ModelInput.is_non_linear_format_io': 0.02,
    'ModelOutput.name': 0.995,
    'ModelOutput.data_type': 0.995,
    'ModelOutput.dims': 0.995,
    'ModelOutput.reshape': 0.06,
    'ModelOutput.is_shape_tensor': 0.02,
    'ModelOutput.is_non_linear_format_io': 0.02,
    'ModelInstanceGroup.profile': 0.1,
    'ModelInstanceGroup.secondary_devices': 0.05,
    'ModelEnsembling.step': 1,
    'Step.model_name': 0.99,
    'Step.input_map': 0.99,
    'Step.output_map': 0.99,
    'Latest.num_versions': 0.9,
    'Specific.versions': 0.9,
    'ModelDynamicBatching.preferred_batch_size': 0.2,
    'ModelDynamicBatching.priority_levels': 0.15,
    'ModelDynamicBatching.default_priority_level': 0.6,
    'ControlInput.name': 0.99,
    'Control.kind': 0.9,
    'Control.int32_false_true': 0.7,
    'Control.fp32_false_true': 0.1,
    'Control.bool_false_true': 0.1,
    'State.initial_state': 0.3,
    'InitialState.name': 0.9,
    'InitialState.data_type': 0.95,
    'InitialState.dims': 0.95,
    'BatchInput.source_input': 0.95,
    'BatchInput.data_type': 0.95,
    'BatchOutput.source_input': 0.95,
  }),
);

/** `schema`: fieldsOf, enumNames and fieldSince of the project; `release`: fields that are newer are left out. */
export function randomConfigs({ random, schema, release }) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const chance = (share) => random() < share;

  function config() {
    const isEnsemble = chance(0.2);
    const fields = message('ModelConfig', 0);
    if (isEnsemble) {
      fields.push({ name: 'ensemble_scheduling', value: { message: message('ModelEnsembling', 1) } });
    }
    const platform = isEnsemble ? (chance(0.95) ? 'ensemble' : pick(texts.platform)) : chance(0.4) ? pick(texts.platform) : undefined;
    const backend = (isEnsemble ? chance(0.03) : platform === undefined || chance(0.1)) ? pick(texts.backend) : undefined;
    const heads = Object.entries({ platform, backend }).flatMap(([name, value]) =>
      value === undefined ? [] : [{ name, value: { text: value } }],
    );
    const written = isEnsemble
      ? fields.filter(({ name }) => !/^(?:instance_group|optimization|model_warmup|dynamic|sequence)/.test(name) || chance(0.03))
      : fields;
    return print(shuffle([...heads, ...written]), '');
  }

  function message(type, depth) {
    const chosen = new Set();
    return [...schema.fieldsOf(type).values()].flatMap((field) => {
      const isNewer = (schema.fieldSince(type, field.name) ?? '') > release;
      const share = often.get(`${type.split('.').at(-1)}.${field.name}`) ?? 0.35;
      if (isNewer || passedOver.has(field.name) || !chance(share) || depth > 6) {
        return [];
      }
      // A second member of a oneof ends everything, so it is rare.
      if (field.oneof !== undefined && chosen.has(field.oneof) && !chance(0.005)) {
        return [];
      }
      chosen.add(field.oneof);
      return values(field, type, depth);
    });
  }

  function values(field, type, depth) {
    const count = field.shape === 'one' ? (chance(0.0005) ? 2 : 1) : chance(0.01) ? 0 : countOf(field.name);
    const made = Array.from({ length: count }, () =>
      field.shape === 'map' ? { message: entry(field, depth) } : value(field.type, field.name, { of: type, depth }),
    );
    const isList = field.shape !== 'one' && chance(0.6);
    return isList ? [{ name: field.name, value: { list: made } }] : made.map((one) => ({ name: field.name, value: one }));
  }

  function countOf(name) {
    return /_false_true$/.test(name) && chance(0.95) ? 2 : name === 'source_input' && chance(0.9) ? 1 : 1 + Math.floor(random() * 3);
  }

  function entry(field, depth) {
    const key =
      field.key === 'string' ? { text: field.name === 'parameters' ? pick(['p', 'q']) : pick(tensors) } : { number: pick([0, 1, 2, 3]) };
    const parts = [
      { name: 'key', value: key },
      { name: 'value', value: value(field.type, field.name, { of: 'entry', depth }) },
    ];
    return parts.filter(() => !chance(0.01));
  }

  function value(type, name, { of, depth }) {
    if (schema.fieldsOf(type) !== undefined) {
      return { message: message(type, depth + 1) };
    }
    const names = schema.enumNames(type);
    if (names !== undefined) {
      return enumeration(type, names, of);
    }
    switch (type) {
      case 'string':
        return { text: chance(0.01) ? '' : pick(texts[name] ?? tensors) };
      case 'bool':
        return { word: chance(0.5) ? pick(['true', 'True', 't', '1']) : pick(['false', 'False', 'f', '0']) };
      case 'float':
      case 'double':
        return { word: pick(['0', '0.5', '1', '.5', '1.', '1f', '5e-1', '-0.0', '1.5', '-1', 'nan', 'inf']) };
      default:
        return { number: integer(type, name) };
    }
  }

  function integer(type, name) {
    const isSize = name === 'dims' || name === 'shape' || name === 'dim';
    const odd = type.startsWith('u') ? [0, 5, 100] : [0, -1, -2, 5, 100];
    return isSize
      ? chance(0.004)
        ? pick([0, -2])
        : pick(sizes)
      : name === 'max_batch_size'
        ? pick([0, 1, 4, 4, 8, 8])
        : chance(0.03)
          ? pick(odd)
          : pick([1, 2, 4]);
  }

  function enumeration(type, names, of) {
    if (type === 'DataType') {
      return { word: chance(0.005) ? pick(['TYPE_INVALID', '0', '99', '-1', '11']) : pick(types) };
    }
    if (of === 'ModelInstanceGroup') {
      return { word: pick(['KIND_CPU', 'KIND_MODEL', 'KIND_AUTO', '2']) };
    }
    return { word: chance(0.01) ? pick(['7', '-1', '0x1']) : chance(0.1) ? String(names.indexOf(pick(names))) : pick(names) };
  }

  function print(fields, indent) {
    return fields
      .map(
        ({ name, value: written }) => `${indent}${name}${after(written, indent)}${pick(['\n', '\n', '\n', ' ', ',\n', ';\n', ' # x\n'])}`,
      )
      .join('');
  }

  function after(written, indent) {
    if (written.list !== undefined) {
      const isOfMessages = written.list.every((one) => one.message !== undefined);
      const inside = written.list.map((one) => element(one, `${indent}  `)).join(pick([', ', ',', ',\n']));
      return `${isOfMessages && written.list.length > 0 && chance(0.7) ? pick([' ', '']) : pick([': ', ':', ' : '])}[${inside}]`;
    }
    return written.message === undefined
      ? `${pick([': ', ':', ' : ', ':\n'])}${element(written, indent)}`
      : `${pick([' ', ': ', ''])}${element(written, indent)}`;
  }

  function element(written, indent) {
    if (written.message !== undefined) {
      const [open, close] = chance(0.1) ? ['<', '>'] : ['{', '}'];
      return `${open}\n${print(written.message, `${indent}  `)}${indent}${close}`;
    }
    if (written.text !== undefined) {
      return string(written.text);
    }
    return written.word ?? digits(written.number);
  }

  function string(text) {
    const quote = chance(0.2) ? "'" : '"';
    const escaped = chance(0.05) ? [...text].map((letter) => `\\x${letter.charCodeAt(0).toString(16)}`).join('') : text;
    const at = Math.floor(text.length / 2);
    return chance(0.05) && escaped === text ? `${quote}${text.slice(0, at)}${quote} "${text.slice(at)}"` : `${quote}${escaped}${quote}`;
  }

  function digits(number) {
    const size = Math.abs(number);
    const form = chance(0.05) ? `0x${size.toString(16)}` : chance(0.05) ? `0${size.toString(8)}` : String(size);
    return `${number < 0 ? pick(['-', '- ']) : ''}${form}`;
  }

  function shuffle(list) {
    return list
      .map((one) => [chance(0.8) ? 0.5 : random(), one])
      .sort(([a], [b]) => a - b)
      .map(([, one]) => one);
  }

  return config;
}
