import * as l10n from '@vscode/l10n';
import { tritonType, type OnnxHeader, type OnnxReading, type OnnxTensor } from './onnxHeader';
import { WireCursor, WireFault, type ByteSource, type WireTag } from './wireCursor';

/** No value that is kept, such as the description of one tensor, is longer; a longer one is no ONNX file's. */
const LONGEST_VALUE = 1024 * 1024;
const decoder = new TextDecoder('utf-8');

/**
 * Reads what an ONNX file says of itself: ir_version, opset_import, inputs, outputs and where its weights are. Nodes and weights
 * are jumped over, so a file of 2 GB takes milliseconds. Never throws for what is in the file; errors of `source` pass through.
 */
export async function readOnnxHeader(source: ByteSource): Promise<OnnxReading> {
  if (source.size === 0) {
    return { kind: 'broken', message: l10n.t('The file is empty.') };
  }
  try {
    const header = await new HeaderReader(new WireCursor(source)).model(source.size);
    return header === undefined
      ? { kind: 'broken', message: l10n.t('The file is no ONNX model: it holds no graph.') }
      : { kind: 'model', header };
  } catch (error) {
    if (!(error instanceof WireFault)) {
      throw error;
    }
    return {
      kind: 'broken',
      message:
        error.kind === 'cut off'
          ? l10n.t('The file breaks off before its end; it was not copied or downloaded completely.')
          : l10n.t('The file is no ONNX model: its bytes are no protobuf message.'),
    };
  }
}

class HeaderReader {
  private irVersion = 0;
  private hasGraph = false;
  private readonly opsets = new Map<string, number>();
  private readonly inputs: OnnxTensor[] = [];
  private readonly outputs: OnnxTensor[] = [];
  private readonly initialisers = new Set<string>();
  private readonly externalFiles = new Set<string>();

  constructor(private readonly cursor: WireCursor) {}

  async model(size: number): Promise<OnnxHeader | undefined> {
    await this.each(size, async (tag) => {
      if (tag.field === 1) {
        this.irVersion = tag.value;
      } else if (tag.field === 7 && tag.wireType === 2) {
        this.hasGraph = true;
        await this.graph(tag.end);
      } else if (tag.field === 8 && tag.wireType === 2) {
        await this.opset(tag.end);
      }
    });
    return this.hasGraph
      ? {
          irVersion: this.irVersion,
          opsets: this.opsets,
          inputs: this.inputs.filter(({ name }) => !this.initialisers.has(name)),
          outputs: this.outputs,
          externalFiles: [...this.externalFiles],
        }
      : undefined;
  }

  private async graph(end: number): Promise<void> {
    await this.each(end, async (tag) => {
      switch (tag.wireType === 2 ? tag.field : 0) {
        case 5:
          await this.initialiser(tag.end);
          break;
        case 11:
          this.inputs.push(await this.tensor(tag.end));
          break;
        case 12:
          this.outputs.push(await this.tensor(tag.end));
          break;
        case 15:
          // SparseTensorProto: its first field holds the values, whose name is the initialiser's.
          await this.each(tag.end, async (part) => {
            if (part.field === 1 && part.wireType === 2) {
              await this.initialiser(part.end);
            }
          });
          break;
      }
    });
  }

  /** TensorProto: name and external_data; the data itself is jumped over. */
  private async initialiser(end: number): Promise<void> {
    await this.each(end, async (tag) => {
      if (tag.field === 8 && tag.wireType === 2) {
        this.initialisers.add(await this.text(tag.end));
      } else if (tag.field === 13 && tag.wireType === 2) {
        await this.externalData(tag.end);
      }
    });
  }

  private async externalData(end: number): Promise<void> {
    let key = '';
    let value = '';
    await this.each(end, async (tag) => {
      if (tag.field === 1 && tag.wireType === 2) {
        key = await this.text(tag.end);
      } else if (tag.field === 2 && tag.wireType === 2) {
        value = await this.text(tag.end);
      }
    });
    if (key === 'location') {
      this.externalFiles.add(value);
    }
  }

  private async opset(end: number): Promise<void> {
    let domain = '';
    let version = 0;
    await this.each(end, async (tag) => {
      if (tag.field === 1 && tag.wireType === 2) {
        domain = await this.text(tag.end);
      } else if (tag.field === 2) {
        version = tag.value;
      }
    });
    // The standard operators have two spellings.
    this.opsets.set(domain === 'ai.onnx' ? '' : domain, version);
  }

  /** ValueInfoProto. */
  private async tensor(end: number): Promise<OnnxTensor> {
    let tensor: OnnxTensor = { name: '', kind: 'unknown', dataType: 'TYPE_INVALID', dims: [], hasShape: false };
    await this.each(end, async (tag) => {
      if (tag.field === 1 && tag.wireType === 2) {
        tensor = { ...tensor, name: await this.text(tag.end) };
      } else if (tag.field === 2 && tag.wireType === 2) {
        tensor = { ...tensor, ...(await this.type(tag.end)) };
      }
    });
    return tensor;
  }

  /** TypeProto: one of its members says what the value is. */
  private async type(end: number): Promise<Omit<OnnxTensor, 'name'>> {
    const kinds: Readonly<Record<number, OnnxTensor['kind']>> = { 4: 'sequence', 5: 'map', 7: 'opaque', 8: 'sparse tensor', 9: 'optional' };
    let type: Omit<OnnxTensor, 'name'> = { kind: 'unknown', dataType: 'TYPE_INVALID', dims: [], hasShape: false };
    await this.each(end, async (tag) => {
      if (tag.field === 1 && tag.wireType === 2) {
        type = await this.tensorType(tag.end);
      } else {
        type = { ...type, kind: kinds[tag.field] ?? type.kind };
      }
    });
    return type;
  }

  private async tensorType(end: number): Promise<Omit<OnnxTensor, 'name'>> {
    let dataType = 'TYPE_INVALID';
    let hasShape = false;
    const dims: number[] = [];
    await this.each(end, async (tag) => {
      if (tag.field === 1) {
        dataType = tritonType(tag.value);
      } else if (tag.field === 2 && tag.wireType === 2) {
        hasShape = true;
        await this.each(tag.end, async (dim) => {
          if (dim.field === 1 && dim.wireType === 2) {
            dims.push(await this.dimension(dim.end));
          }
        });
      }
    });
    return { kind: 'tensor', dataType, dims, hasShape };
  }

  private async dimension(end: number): Promise<number> {
    let size = -1;
    await this.each(end, (tag) => {
      // A negative number is ten bytes long and beyond every dimension.
      size = tag.field === 1 && tag.value < 2 ** 62 ? tag.value : -1;
    });
    return size;
  }

  private async text(end: number): Promise<string> {
    if (end - this.cursor.position > LONGEST_VALUE) {
      throw new WireFault('no message');
    }
    return decoder.decode(await this.cursor.bytes(end));
  }

  /** Every field up to `end`; what `visit` does not read is jumped over. */
  private async each(end: number, visit: (tag: WireTag) => Promise<void> | void): Promise<void> {
    while (this.cursor.position < end) {
      const tag = await this.cursor.tag(end);
      const done = visit(tag);
      if (done !== undefined) {
        await done;
      }
      this.cursor.position = tag.end;
    }
  }
}
