import type { DataType } from '../kserve/tensor';

/** What the model's input asks for; from its metadata and configuration. */
export interface PictureTarget {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly datatype: DataType;
}

export interface PictureTensor {
  /** One picture's elements in the layout asked for, without the batch dimension; its type is the target's. */
  readonly data: Float32Array | Uint8Array | Int8Array | Uint16Array | Float64Array;
  /** The resized pixels before scaling: height × width × 3 bytes, RGB. */
  readonly pixels: Uint8Array;
  readonly target: PictureTarget;
  /** The picture as it is, after orientation. */
  readonly source: { readonly width: number; readonly height: number; readonly format: string };
  readonly milliseconds: { readonly decode: number; readonly resize: number; readonly tensor: number };
}
