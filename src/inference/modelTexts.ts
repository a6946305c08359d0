import type { TensorMetadata } from './kserve/modelMetadata';

/** `data_0 FP32 [-1, 3, 224, 224]` */
export function tensorText({ name, datatype, shape }: TensorMetadata): string {
  return `${name} ${datatype} [${shape.join(', ')}]`;
}

/** The version that answers when a request names none: the highest number, for servers list them in any order. Undefined when none is served. */
export function newestVersion(versions: readonly string[]): string | undefined {
  const [first, ...others] = versions;
  return first === undefined ? undefined : others.reduce((best, version) => (Number(version) > Number(best) ? version : best), first);
}
