import * as l10n from '@vscode/l10n';
import type { PanelStrings } from '../../protocol/invokePanel';

/** The page's own words. The names of the choices stand with their formula: people know them by either. */
export function invokeStrings(): PanelStrings {
  return { ...askStrings(), ...pictureStrings(), ...choiceStrings(), ...answerStrings() };
}

function askStrings(): Pick<
  PanelStrings,
  | 'endpoint'
  | 'deployment'
  | 'asTrafficDecides'
  | 'model'
  | 'noEndpoint'
  | 'modelNotKnown'
  | 'invoke'
  | 'cancel'
  | 'facts'
  | 'serverReady'
  | 'serverNotReady'
  | 'modelReady'
  | 'modelNotReady'
  | 'notAskedYet'
  | 'asking'
  | 'localNotBilled'
> {
  return {
    endpoint: l10n.t('Endpoint'),
    deployment: l10n.t('Deployment'),
    asTrafficDecides: l10n.t('As traffic decides'),
    model: l10n.t('Model'),
    noEndpoint: l10n.t('No endpoint'),
    modelNotKnown: l10n.t('The only model'),
    invoke: l10n.t('Invoke'),
    cancel: l10n.t('Cancel'),
    facts: l10n.t('Server and model'),
    serverReady: l10n.t('Server ready'),
    serverNotReady: l10n.t('Server not ready'),
    modelReady: l10n.t('Model ready'),
    modelNotReady: l10n.t('Model not ready'),
    notAskedYet: l10n.t('The server has not been asked yet.'),
    asking: l10n.t('Asking the server…'),
    localNotBilled: l10n.t('local, nothing is billed'),
  };
}

function pictureStrings(): Pick<PanelStrings, 'picture' | 'choosePicture' | 'noPicture' | 'notDrawn' | 'whatTheModelGets'> {
  return {
    picture: l10n.t('Picture'),
    choosePicture: l10n.t('Choose Picture…'),
    noPicture: l10n.t('No picture yet. Choose one here, or right-click one in the Explorer and take “Invoke Endpoint with Image…”.'),
    notDrawn: l10n.t('The editor cannot draw this kind of picture. The model can still get it.'),
    whatTheModelGets: l10n.t('what the model gets'),
  };
}

function choiceStrings(): Pick<
  PanelStrings,
  | 'choices'
  | 'scaling'
  | 'fit'
  | 'layout'
  | 'channels'
  | 'orientation'
  | 'scalingNames'
  | 'fitNames'
  | 'layoutNames'
  | 'channelNames'
  | 'orientationNames'
> {
  return {
    choices: l10n.t('From picture to tensor'),
    scaling: l10n.t('Scaling'),
    fit: l10n.t('Fit'),
    layout: l10n.t('Layout'),
    channels: l10n.t('Channels'),
    orientation: l10n.t('Orientation'),
    scalingNames: {
      inception: l10n.t('INCEPTION (x / 127.5 − 1)'),
      'azure-sample': l10n.t('Azure sample (x / 128 − 1)'),
      vgg: l10n.t('VGG (x − 123, 117, 104)'),
      imagenet: l10n.t('ImageNet (mean / std)'),
      unit: l10n.t('0 – 1 (x / 255)'),
      none: l10n.t('None (x)'),
    },
    fitNames: { stretch: l10n.t('Stretch'), fit: l10n.t('Fit inside, padded'), crop: l10n.t('Centre crop') },
    layoutNames: { CHW: l10n.t('Planar (CHW)'), HWC: l10n.t('Interleaved (HWC)') },
    channelNames: { RGB: 'RGB', BGR: 'BGR' },
    orientationNames: { upright: l10n.t('Upright, as people see it'), stored: l10n.t('As stored, EXIF ignored') },
  };
}

function answerStrings(): Pick<
  PanelStrings,
  'topClasses' | 'index' | 'label' | 'share' | 'score' | 'noAnswerYet' | 'copyAnswer' | 'time' | 'actionNames'
> {
  return {
    topClasses: l10n.t('Top classes'),
    index: l10n.t('Index'),
    label: l10n.t('Label'),
    share: l10n.t('Share'),
    score: l10n.t('Score'),
    noAnswerYet: l10n.t('The model’s answer appears here.'),
    copyAnswer: l10n.t('Copy'),
    time: l10n.t('Time'),
    actionNames: {
      deploy: l10n.t('Deploy…'),
      startEmulator: l10n.t('Start Local Emulator'),
      setTraffic: l10n.t('Set Traffic…'),
      refresh: l10n.t('Try Again'),
      choosePicture: l10n.t('Choose Picture…'),
      showLog: l10n.t('Show Log'),
    },
  };
}
