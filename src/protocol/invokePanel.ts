/** The invoke panel's contract. The host owns the state, does all work and writes all numbers; the page shows it and asks for changes. */

export type ScalingName = 'inception' | 'azure-sample' | 'vgg' | 'imagenet' | 'unit' | 'none';

export interface PreprocessingChoice {
  readonly scaling: ScalingName;
  readonly layout: 'CHW' | 'HWC';
  readonly channelOrder: 'RGB' | 'BGR';
  readonly fit: 'stretch' | 'fit' | 'crop';
  readonly orientation: 'upright' | 'stored';
}

export interface EndpointChoice {
  readonly id: string;
  /** `Local emulator › demo-endpoint` */
  readonly label: string;
  readonly local: boolean;
}

export interface DeploymentChoice {
  readonly name: string;
  /** `blue · 90 % of traffic` */
  readonly label: string;
}

export interface PictureView {
  readonly name: string;
  /** A webview address of the picture as it is; absent for what the browser cannot draw, such as TIFF. */
  readonly source?: string;
  /** `900 × 600`, once the picture has been decoded. */
  readonly size?: string;
  /** It turned out to be no picture, so none is promised. */
  readonly unreadable?: true;
}

/** What the model's metadata says. The two readiness answers are as the server gave them. */
export interface ModelFacts {
  readonly serverReady: boolean;
  readonly modelReady?: boolean;
  readonly model?: string;
  readonly version?: string;
  /** `data_0 FP32 [-1, 3, 224, 224]` */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface TopClassView {
  readonly index: number;
  readonly label: string;
  /** Length of the bar, 0 … 1. */
  readonly bar: number;
  /** `71.3 %`; absent where the scores of the other classes are not known. */
  readonly share?: string;
  /** `8.785` */
  readonly score: string;
}

export interface TimePart {
  /** `Decode` */
  readonly name: string;
  /** `3.3 ms` */
  readonly text: string;
  /** Of the whole, 0 … 1. */
  readonly part: number;
}

export interface AnswerView {
  /** Read out when it arrives: `84 PEACOCK, 71.3 %` */
  readonly summary: string;
  readonly top: readonly TopClassView[];
  /** How to read the shares, and where the labels come from. */
  readonly remarks: readonly string[];
  readonly times: readonly TimePart[];
  /** `19.4 ms` */
  readonly total: string;
  /** Why this is not the answer to the choices above: shown, the answer is greyed. */
  readonly past?: string;
}

/** What was made of the picture on show. */
export interface PreparedView {
  /** `[1, 3, 224, 224]`, `−1.00 … 1.00`, `602 kB sent, 4 kB received` */
  readonly facts: readonly string[];
  /** RGBA bytes of the pixels that the model got, base64, `width` × `height` × 4. */
  readonly pixels: { readonly width: number; readonly height: number; readonly rgba: string };
}

/** The control that something is wrong with; `request` is none of them. */
export type FailurePlace = 'endpoint' | 'deployment' | 'model' | 'picture' | 'request';

export type PanelAction = 'deploy' | 'startEmulator' | 'setTraffic' | 'refresh' | 'choosePicture' | 'showLog';

export interface FailureView {
  readonly place: FailurePlace;
  readonly message: string;
  /** What the page offers to do about it. */
  readonly action?: PanelAction;
}

export type PanelActivity =
  | { readonly kind: 'idle'; readonly note?: string }
  /** The server is asked for what stands in the facts; nothing of the user's is under way. */
  | { readonly kind: 'looking' }
  | { readonly kind: 'running'; readonly stage: string; readonly step: number; readonly steps: number }
  | { readonly kind: 'failed'; readonly failure: FailureView };

/** What the page keeps over a reload of the window: names of things, never their contents, no secrets. */
export interface SavedPanel {
  readonly endpoint?: string;
  readonly deployment?: string;
  readonly model?: string;
  readonly picture?: string;
}

export interface PanelState {
  readonly endpoints: readonly EndpointChoice[];
  /** `ws-prod › cannot be listed; …`: stand below the endpoints and cannot be chosen. */
  readonly unlisted: readonly string[];
  readonly endpoint?: string;
  readonly deployments: readonly DeploymentChoice[];
  /** Absent: as traffic decides. */
  readonly deployment?: string;
  readonly models: readonly string[];
  readonly model?: string;
  readonly facts?: ModelFacts;
  readonly picture?: PictureView;
  readonly preprocessing: PreprocessingChoice;
  /** Why these choices: `Kept from the last time with model_1.` */
  readonly reason: string;
  readonly activity: PanelActivity;
  /** The last good answer. */
  readonly answer?: AnswerView;
  readonly prepared?: PreparedView;
  readonly saved: SavedPanel;
}

/** Every text of the page's own, translated by the host. */
export interface PanelStrings {
  readonly endpoint: string;
  readonly deployment: string;
  readonly asTrafficDecides: string;
  readonly model: string;
  readonly noEndpoint: string;
  readonly modelNotKnown: string;
  readonly invoke: string;
  readonly cancel: string;
  readonly facts: string;
  readonly serverReady: string;
  readonly serverNotReady: string;
  readonly modelReady: string;
  readonly modelNotReady: string;
  readonly notAskedYet: string;
  readonly asking: string;
  readonly localNotBilled: string;
  readonly picture: string;
  readonly choosePicture: string;
  readonly noPicture: string;
  readonly notDrawn: string;
  readonly whatTheModelGets: string;
  readonly choices: string;
  readonly scaling: string;
  readonly fit: string;
  readonly layout: string;
  readonly channels: string;
  readonly orientation: string;
  /** Value of a choice -> its words; the order is the order shown. */
  readonly scalingNames: Readonly<Record<ScalingName, string>>;
  readonly fitNames: Readonly<Record<PreprocessingChoice['fit'], string>>;
  readonly layoutNames: Readonly<Record<PreprocessingChoice['layout'], string>>;
  readonly channelNames: Readonly<Record<PreprocessingChoice['channelOrder'], string>>;
  readonly orientationNames: Readonly<Record<PreprocessingChoice['orientation'], string>>;
  readonly topClasses: string;
  readonly index: string;
  readonly label: string;
  readonly share: string;
  readonly score: string;
  readonly noAnswerYet: string;
  readonly copyAnswer: string;
  readonly time: string;
  readonly actionNames: Readonly<Record<PanelAction, string>>;
}

export interface ChooseParams {
  readonly endpoint?: string;
  /** Null: as traffic decides. */
  readonly deployment?: string | null;
  readonly model?: string;
  readonly preprocessing?: Partial<PreprocessingChoice>;
}

export interface InvokePanelRequests {
  /** The page is there (again). */
  ready: { params: undefined; result: { readonly strings: PanelStrings; readonly state: PanelState } };
  choose: { params: ChooseParams; result: undefined };
  invoke: { params: undefined; result: undefined };
  cancel: { params: undefined; result: undefined };
  /** Puts the top classes on the clipboard as lines `84 : PEACOCK`. */
  copyAnswer: { params: undefined; result: undefined };
  act: { params: { readonly action: PanelAction }; result: undefined };
}

export interface InvokePanelEvents {
  stateChanged: PanelState;
}
