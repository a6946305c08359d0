import type { PanelState, PanelStrings } from '../../src/protocol/invokePanel';
import { createButton } from './button';
import { element } from './element';
import type { Host } from './host';
import type { Part } from './part';
import { createSelect, type SelectOption } from './select';

/** Value of the choice that stands for no pinned deployment; no deployment can have an empty name. */
const asTrafficDecides = '';

/** Whom to ask, and the one button that asks. */
export function createAskRow(strings: PanelStrings, host: Host): Part {
  const endpoint = createSelect(strings.endpoint, 'endpoint', (value) => {
    host.tell('choose', { endpoint: value });
  });
  const deployment = createSelect(strings.deployment, 'deployment', (value) => {
    host.tell('choose', { deployment: value === asTrafficDecides ? null : value });
  });
  const model = createSelect(strings.model, 'model', (value) => {
    host.tell('choose', { model: value });
  });
  const invoke = createButton(
    strings.invoke,
    'primary',
    () => {
      host.tell('invoke', undefined);
    },
    'play',
  );
  invoke.classList.add('invoke');
  return {
    element: element('div', 'ask', endpoint.element, deployment.element, model.element, invoke),
    update: (state) => {
      const wrong = state.activity.kind === 'failed' ? state.activity.failure.place : undefined;
      const endpoints = endpointOptions(state, strings);
      endpoint.update(endpoints, state.endpoint ?? '', {
        disabled: state.endpoints.length + state.unlisted.length === 0,
        invalid: wrong === 'endpoint',
      });
      deployment.update(
        [
          { value: asTrafficDecides, text: strings.asTrafficDecides },
          ...state.deployments.map(({ name, label }) => ({ value: name, text: label })),
        ],
        state.deployment ?? asTrafficDecides,
        { disabled: state.deployments.length === 0, invalid: wrong === 'deployment' },
      );
      model.update(modelOptions(state, strings), state.model ?? '', { disabled: state.models.length < 2, invalid: wrong === 'model' });
    },
  };
}

/** An endpoint that is gone, or not listed yet, still stands there by its name; a workspace that did not answer by words. */
function endpointOptions({ endpoints, unlisted, endpoint }: PanelState, strings: PanelStrings): SelectOption[] {
  const listed = [
    ...endpoints.map(({ id, label }) => ({ value: id, text: label })),
    ...unlisted.map((text) => ({ value: text, text, disabled: true })),
  ];
  if (endpoint === undefined) {
    return [{ value: '', text: strings.noEndpoint }, ...listed];
  }
  return endpoints.some(({ id }) => id === endpoint)
    ? listed
    : [{ value: endpoint, text: endpoint.split('/').at(-1) ?? endpoint }, ...listed];
}

function modelOptions({ models, model }: PanelState, strings: PanelStrings): SelectOption[] {
  const listed = models.map((name) => ({ value: name, text: name }));
  if (model === undefined) {
    return [{ value: '', text: strings.modelNotKnown }, ...listed];
  }
  return models.includes(model) ? listed : [{ value: model, text: model }, ...listed];
}
