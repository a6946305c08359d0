import type { AnswerView, PanelState, PreparedView } from '../../src/protocol/invokePanel';

const emulator =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/local/onlineEndpoints/demo-endpoint';

const answer: AnswerView = {
  summary: '84 PEACOCK, 71.3 %',
  top: [
    { index: 84, label: 'PEACOCK', bar: 0.713, share: '71.3 %', score: '8.785' },
    { index: 136, label: 'EUROPEAN GALLINULE', bar: 0.028, share: '2.8 %', score: '5.548' },
    { index: 95, label: 'JACAMAR', bar: 0.026, share: '2.6 %', score: '5.486' },
    { index: 20, label: 'WATER OUZEL', bar: 0.024, share: '2.4 %', score: '5.384' },
    { index: 128, label: 'BLACK STORK', bar: 0.019, share: '1.9 %', score: '5.164' },
  ],
  remarks: ['The model returns raw scores; the percentages are a softmax made here.', 'The labels are from densenet_labels.txt.'],
  times: [
    { name: 'Decode', text: '3.3 ms', part: 0.17 },
    { name: 'Resize', text: '2.4 ms', part: 0.124 },
    { name: 'Tensor', text: '1.0 ms', part: 0.052 },
    { name: 'Request', text: '12.7 ms', part: 0.654 },
  ],
  total: '19.4 ms',
};

/** `pixels` are RGBA, `side` × `side`. */
function prepared(side: number, pixels: Uint8Array): PreparedView {
  return {
    facts: ['[1, 3, 224, 224]', '−1.00 … 1.00', '602 kB sent, 4.2 kB received'],
    pixels: { width: side, height: side, rgba: Buffer.from(pixels).toString('base64') },
  };
}

/** Every state that the host can send, by name. `picture` is an address of the peacock, `pixels` its 224 × 224 RGBA bytes. */
export function panelStates(picture: string, pixels: Uint8Array): Readonly<Record<string, PanelState>> {
  const empty: PanelState = {
    endpoints: [],
    unlisted: [],
    deployments: [],
    models: [],
    preprocessing: { scaling: 'inception', layout: 'CHW', channelOrder: 'RGB', fit: 'stretch', orientation: 'upright' },
    reason: 'Size and layout are read from the model; the scaling is a guess that fits most ImageNet classifiers.',
    activity: { kind: 'idle' },
    saved: {},
  };
  const pointed: PanelState = {
    ...empty,
    endpoints: [
      { id: emulator, label: 'Local emulator › demo-endpoint', local: true },
      { id: 'azure', label: 'ws-prod › resnet-production-westeurope', local: false },
    ],
    endpoint: emulator,
    deployments: [
      { name: 'blue', label: 'blue · 90 % of traffic' },
      { name: 'green', label: 'green · 10 % of traffic' },
    ],
    models: ['model_1', 'densenet'],
    model: 'model_1',
    saved: { endpoint: emulator, model: 'model_1', picture: 'file:///samples/peacock.jpg' },
  };
  const facts = {
    serverReady: true,
    modelReady: true,
    model: 'model_1 · version 1',
    inputs: ['data_0 FP32 [-1, 3, 224, 224]'],
    outputs: ['fc6_1 FP32 [-1, 1000]'],
  };
  const shown = { name: 'peacock.jpg', source: picture };
  const chosen: PanelState = { ...pointed, facts, picture: shown };
  const answered: PanelState = {
    ...chosen,
    picture: { name: 'peacock.jpg', source: picture, size: '900 × 600' },
    answer,
    prepared: prepared(224, pixels),
  };
  const past: AnswerView = {
    ...answer,
    past: 'Answer to peacock.jpg from Local emulator › demo-endpoint, Nov 22, 2026, 9:14:09 PM, before the failure.',
  };
  const failed = (place: 'endpoint' | 'deployment' | 'model' | 'picture' | 'request', message: string): PanelState => ({
    ...answered,
    answer: past,
    activity: {
      kind: 'failed',
      failure: { place, message, action: place === 'picture' ? 'choosePicture' : place === 'deployment' ? 'setTraffic' : 'refresh' },
    },
  });
  return {
    'no-endpoint': {
      ...empty,
      activity: {
        kind: 'failed',
        failure: { place: 'endpoint', message: 'There is no endpoint to invoke yet. Deploy a model to one first.', action: 'deploy' },
      },
    },
    'workspace-unlisted': { ...answered, unlisted: ['ws-prod › cannot be listed; its row in the tree says why'] },
    'no-picture': { ...pointed, facts },
    chosen,
    looking: { ...pointed, picture: shown, activity: { kind: 'looking' } },
    'running-first': { ...chosen, activity: { kind: 'running', stage: 'Preparing the picture…', step: 2, steps: 3 } },
    'running-again': { ...answered, activity: { kind: 'running', stage: 'Waiting for the model…', step: 3, steps: 3 } },
    answered,
    'choices-changed': {
      ...answered,
      preprocessing: { ...answered.preprocessing, scaling: 'azure-sample' },
      reason: 'Your choice, kept for model_1.',
      answer: {
        ...answer,
        past: 'Answer to peacock.jpg from Local emulator › demo-endpoint, Nov 22, 2026, 9:14:09 PM. The choices have changed since; Invoke asks again.',
      },
    },
    cancelled: { ...answered, activity: { kind: 'idle', note: 'Cancelled. Nothing was changed.' } },
    'endpoint-gone': failed('endpoint', 'Endpoint demo-endpoint is no longer there. Choose another one.'),
    'model-without-picture': failed(
      'model',
      'Model bert takes no picture: its input ids is INT64 [-1, 512]. Choose a model that takes one.',
    ),
    'no-traffic': failed(
      'deployment',
      'No deployment of endpoint demo-endpoint receives traffic. Choose a deployment here, or set its traffic.',
    ),
    'not-a-picture': {
      ...failed('picture', 'text.jpg is not a picture that can be read. Choose another one.'),
      picture: { name: 'text.jpg', unreadable: true },
    },
    'request-failed': failed('request', 'The endpoint did not accept the key. Its key may have been regenerated; try again.'),
    'not-drawable': { ...answered, picture: { name: 'scan.tif', size: '900 × 600' } },
    hostile: hostile(answered),
  };
}

/** Texts of others that try to be more than text. */
function hostile(answered: PanelState): PanelState {
  const markup = '<img src=x onerror="window.pwned=true"><script>window.pwned=true</script>';
  const long = 'SUPERCALIFRAGILISTICEXPIALIDOCIOUS'.repeat(300);
  return {
    ...answered,
    endpoints: answered.endpoints.map((it) => ({ ...it, label: `${markup} › ${it.label}` })),
    picture: { name: `${markup}.jpg`, size: '900 × 600' },
    facts: { serverReady: true, modelReady: false, model: markup, inputs: [markup, long], outputs: [markup] },
    answer: {
      ...answer,
      top: [
        { index: 0, label: markup, bar: 1, share: '99.9 %', score: 'NaN' },
        { index: 1, label: 'safe\u202egpj.exe\u0000\u001b[31m', bar: 0.001, share: '0.1 %', score: '1.000' },
        { index: 2, label: long, bar: 0, share: '0.0 %', score: '−12,345,678.000' },
      ],
    },
    activity: { kind: 'failed', failure: { place: 'request', message: markup + long } },
  };
}
