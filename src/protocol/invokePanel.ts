/** The invoke panel's contract. The host owns the state and does all work; the page shows it and asks for changes. */

export type ScalingName = 'inception' | 'azure-sample' | 'vgg' | 'imagenet' | 'unit' | 'none';

export interface PreprocessingChoice {
  readonly scaling: ScalingName;
  readonly layout: 'CHW' | 'HWC';
  readonly channelOrder: 'RGB' | 'BGR';
  readonly fit: 'stretch' | 'fit' | 'crop';
  readonly orientation: 'upright' | 'stored';
}

/** One endpoint, or one of its deployments pinned. */
export interface TargetChoice {
  readonly id: string;
  /** `Local emulator › demo-endpoint · as traffic decides` */
  readonly label: string;
  readonly local: boolean;
}

export interface PictureView {
  readonly name: string;
  /** A webview address of the picture as it is; absent for what the browser cannot draw, such as TIFF. */
  readonly source?: string;
  readonly width: number;
  readonly height: number;
}

export interface TopClassView {
  readonly index: number;
  readonly label: string;
  readonly score: number;
  /** 0 … 1: the score itself when the outputs are probabilities, otherwise a softmax made here. */
  readonly share: number;
}

export interface TimePart {
  readonly name: string;
  readonly milliseconds: number;
}

export interface AnswerView {
  readonly serverReady: boolean;
  readonly modelReady: boolean;
  readonly model: string;
  readonly version: string;
  readonly deployment: string;
  /** `data_0 FP32 [-1, 3, 224, 224]` as the model's metadata says. */
  readonly input: string;
  readonly output: string;
  readonly top: readonly TopClassView[];
  /** How to read `share` and where the labels come from, as a sentence. */
  readonly remark: string;
  readonly times: readonly TimePart[];
  /** `[1, 3, 224, 224] · −1.00 … 1.00 · 602,112 bytes sent` */
  readonly sent: string;
  /** RGBA bytes of the pixels that the model got, base64, `width` × `height` × 4. */
  readonly modelPixels: { readonly width: number; readonly height: number; readonly rgba: string };
}

export type InvokeState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly stage: string }
  | { readonly kind: 'answered'; readonly answer: AnswerView }
  /** `last` is the answer before, shown greyed. */
  | { readonly kind: 'failed'; readonly message: string; readonly hint?: string; readonly last?: AnswerView };

export interface PanelState {
  readonly targets: readonly TargetChoice[];
  readonly target?: string;
  readonly models: readonly string[];
  readonly model?: string;
  readonly picture?: PictureView;
  readonly preprocessing: PreprocessingChoice;
  /** Why these choices: `Guessed from the model's shape. Kept for model_1.` */
  readonly reason: string;
  readonly invoke: InvokeState;
}

/** Every text the page shows, translated by the host. */
export type PanelStrings = Readonly<Record<string, string>>;

export interface InvokePanelRequests {
  /** The page is there (again). */
  ready: { params: undefined; result: { readonly strings: PanelStrings; readonly state: PanelState } };
  choose: {
    params: { readonly target?: string; readonly model?: string; readonly preprocessing?: PreprocessingChoice };
    result: undefined;
  };
  choosePicture: { params: undefined; result: undefined };
  invoke: { params: undefined; result: undefined };
  cancel: { params: undefined; result: undefined };
}

export interface InvokePanelEvents {
  stateChanged: PanelState;
}
