import type { OnnxReading } from '../../documents/onnx/onnxHeader';
import type { VersionSelection } from '../../documents/pbtxt/versionFolders';
import type { ConfigDocument } from '../configDocument';

/** A model folder with everything that its rules look at, read once. */
export interface ModelFolder {
  readonly path: string;
  readonly name: string;
  /** Absolute path of config.pbtxt; undefined where there is none, which some backends allow. */
  readonly configFile: string | undefined;
  /** Of config.pbtxt; '' where there is none. */
  readonly text: string;
  readonly document: ConfigDocument;
  readonly versions: VersionSelection;
  /** A numeric folder lies beside the configuration, here or in another model, so this is no template. */
  readonly isInRepository: boolean;
  /** It has a version, or somebody said that this very folder is a model, so that a server would look for its backend. */
  readonly isModel: boolean;
  /** What of the files that the model needs is there, by path relative to `path`. */
  readonly found: ReadonlyMap<string, FoundFile>;
  /** Versions that are served and whose folder holds nothing. */
  readonly emptyVersions: readonly number[];
  /** Path of the model file in a version folder; undefined for backends without a fixed one. */
  readonly modelFile: string | undefined;
  /** By version; only of backend onnxruntime and of versions that are served. */
  readonly onnx: ReadonlyMap<number, OnnxFile>;
}

export interface FoundFile {
  readonly kind: 'file' | 'folder';
  /** Bytes. */
  readonly size: number;
}

export interface OnnxFile {
  /** Absolute. */
  readonly path: string;
  readonly reading: OnnxReading;
  /** Weights in files of their own that are not there. */
  readonly missingFiles: readonly string[];
}

/** A model among the others of its repository. */
export interface ModelInRepository {
  readonly model: ModelFolder;
  /** By name: at least those that it and they name. */
  readonly models: ReadonlyMap<string, ModelFolder>;
  /** Of all models that are there. */
  readonly names: readonly string[];
}
