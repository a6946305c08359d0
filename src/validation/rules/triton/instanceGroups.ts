import * as l10n from '@vscode/l10n';
import type { PlacedMessage } from '../../../documents/pbtxt/placedMessage';
import type { ConfigDocument } from '../../configDocument';
import type { Problem, Rule } from '../../rule';

// Checked when the model is loaded (triton-inference-server/core, src/model_config_utils.cc, ValidateInstanceGroup).

interface Group {
  readonly group: PlacedMessage;
  /** A group without a name is called after the model and its place in the list. */
  readonly label: string;
}

function groupsOf({ root, name }: ConfigDocument): Group[] {
  return root.children('instance_group').map((group, index) => ({ group, label: group.text('name') || `${name}_${index}` }));
}

export const instanceGroupKind: Rule<ConfigDocument> = {
  code: 'triton/instance-group-kind',
  severity: 'error',
  *check(document) {
    for (const { group, label } of groupsOf(document)) {
      const kind = group.enumName('kind', 'KIND_AUTO');
      if (/^-?\d+$/.test(kind)) {
        yield {
          range: group.at('kind'),
          message: l10n.t('{0} is no kind of instance group. Use KIND_GPU, KIND_CPU, KIND_MODEL or KIND_AUTO.', kind),
          triton: `instance group ${label} of model ${document.name} has unexpected kind KIND_AUTO`,
        };
      }
    }
  },
};

export const instanceGroupGpus: Rule<ConfigDocument> = {
  code: 'triton/instance-group-gpus',
  severity: 'error',
  *check(document) {
    for (const { group, label } of groupsOf(document)) {
      const kind = group.enumName('kind', 'KIND_AUTO');
      if ((kind === 'KIND_CPU' || kind === 'KIND_MODEL') && group.has('gpus')) {
        yield {
          range: group.nameAt('gpus'),
          message: l10n.t('Instances of {0} are not placed on GPUs. Remove gpus, or use KIND_GPU.', kind),
          triton: `instance group ${label} of model ${document.name} has kind ${kind} but specifies one or more GPUs`,
        };
        continue;
      }
      for (const { value, range } of group.integers('gpus').filter((id) => id.value < 0n)) {
        yield {
          range,
          message: l10n.t('{0} is no GPU. They are counted from 0.', String(value)),
          triton: `instance group ${label} of model ${document.name} specifies invalid or unsupported gpu id ${value}`,
        };
      }
    }
  },
};

export const instanceGroupProfile: Rule<ConfigDocument> = {
  code: 'triton/instance-group-profile',
  severity: 'error',
  *check(document) {
    for (const { group, label } of groupsOf(document)) {
      const place = `instance group ${label} of model ${document.name} and platform ${document.platform}`;
      if (group.has('profile') && document.platform !== 'tensorrt_plan' && document.backend !== undefined) {
        yield {
          range: group.nameAt('profile'),
          message: l10n.t('Optimization profiles exist in TensorRT models only. Remove profile.'),
          triton: `${place}specifies profile field which is only supported for TensorRT models`,
        };
      } else if (document.platform === 'tensorrt_plan') {
        yield* profileNumbers(group, place);
      }
    }
  },
};

function* profileNumbers(group: PlacedMessage, place: string): Iterable<Problem> {
  for (const { value, range } of group.texts('profile')) {
    const [digits] = /^\s*[+-]?\d+/.exec(value) ?? [];
    const triton =
      value === ''
        ? 'profile name must not be empty'
        : digits === undefined
          ? `unable to parse '${value}': stoi`
          : `${place} specifies invalid profile ${value}. The field should contain the string representation of a non-negative integer.`;
    if (digits === undefined || Number(digits) < 0) {
      yield { range, message: l10n.t('A profile is named by its number in the TensorRT plan: "0", "1" ….'), triton };
    }
  }
}

/** Refused only by servers that run with --rate-limit=execution_count. */
export const rateLimiterResource: Rule<ConfigDocument> = {
  code: 'triton/rate-limiter-resource',
  severity: 'warning',
  *check(document) {
    const scopes = new Map<string, boolean>();
    for (const { group } of groupsOf(document)) {
      for (const resource of group.child('rate_limiter')?.children('resources') ?? []) {
        const name = resource.text('name');
        const scope = scopes.get(name);
        if (scope !== undefined && scope !== resource.flag('global')) {
          yield {
            range: resource.at('name'),
            message: l10n.t(
              'Resource {0} is global in one place and counted for each device in another. A server with a rate limiter refuses that.',
              name,
            ),
            triton: `Resource "${name}" is present as both global and device-specific resource in the model configuration.`,
          };
        }
        scopes.set(name, resource.flag('global'));
      }
    }
  },
};
