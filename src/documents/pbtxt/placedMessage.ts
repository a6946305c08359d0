import type { TextRange } from '../../base/textRange';
import { MessageReader, isList, isMessage, type ConfigMessage, type ConfigValue } from './configMessage';
import type { FieldPlace, MessagePlace, MessagePlaces } from './readMessage';

/** One value of a field and where it stands. */
export interface Placed<T> {
  readonly value: T;
  readonly range: TextRange;
}

export interface PlacedEntry extends Placed<ConfigValue> {
  readonly key: string;
}

const nowhere: MessagePlace = { head: { start: 0, end: 0 }, range: { start: 0, end: 0 }, fields: new Map() };

/** A message of a configuration together with the places of its parts in the text, as the rules read it. */
export class PlacedMessage extends MessageReader {
  private readonly place: MessagePlace;

  constructor(
    message: ConfigMessage,
    private readonly places: MessagePlaces,
  ) {
    super(message);
    this.place = places.get(message) ?? nowhere;
  }

  /** Where something is reported that the message lacks. */
  get head(): TextRange {
    return this.place.head;
  }

  /** Its name in modelConfigSchema.ts. */
  get type(): string {
    return this.message.type;
  }

  /** Of every field that has a value. */
  get fieldNames(): string[] {
    return [...this.message.fields.keys()];
  }

  /** The value of a field that has one text or one name of an enum. */
  word(name: string): string | undefined {
    const value = this.message.fields.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** Every message inside a field, be it one, a list or a map of them. */
  inside(name: string): PlacedMessage[] {
    const only = this.child(name);
    return [...(only === undefined ? this.children(name) : [only]), ...this.entryMessages(name).map(({ message }) => message)];
  }

  /** Somebody wrote the field, whatever its value is worth. */
  isWritten(name: string): boolean {
    return this.place.fields.has(name);
  }

  /** Every value that was written was understood. */
  isWhole(name: string): boolean {
    return this.written(name).every(({ faulty }) => !faulty);
  }

  /** The last value of the field; the head of the message where the field is not written. */
  at(name: string): TextRange {
    return this.written(name).at(-1)?.value ?? this.head;
  }

  /** The name of the field where it was last written; the head of the message where it is not. */
  nameAt(name: string): TextRange {
    return this.written(name).at(-1)?.name ?? this.head;
  }

  /** The values of a repeated scalar field, in their order. */
  values(name: string): Placed<ConfigValue>[] {
    const found = this.message.fields.get(name);
    const ranges = this.written(name).filter(({ faulty }) => !faulty);
    return (isList(found) ? found : []).map((value, index) => ({ value, range: ranges[index]?.value ?? this.head }));
  }

  texts(name: string): Placed<string>[] {
    return this.values(name).flatMap(({ value, range }) => (typeof value === 'string' ? [{ value, range }] : []));
  }

  /** Exact also beyond 2^53. */
  integers(name: string): Placed<bigint>[] {
    return this.values(name).flatMap(({ value, range }) =>
      typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)) ? [{ value: BigInt(value), range }] : [],
    );
  }

  child(name: string): PlacedMessage | undefined {
    const value = this.message.fields.get(name);
    return isMessage(value) ? new PlacedMessage(value, this.places) : undefined;
  }

  children(name: string): PlacedMessage[] {
    const value = this.message.fields.get(name);
    return isList(value) ? value.flatMap((one) => (isMessage(one) ? [new PlacedMessage(one, this.places)] : [])) : [];
  }

  /** The entries of a map; of several with one key the last. */
  entries(name: string): PlacedEntry[] {
    return [...this.map(name)].map(([key, value]) => ({
      key,
      value,
      range: this.written(name).findLast((entry) => entry.key === key)?.value ?? this.head,
    }));
  }

  entryMessages(name: string): { readonly key: string; readonly message: PlacedMessage; readonly range: TextRange }[] {
    return this.entries(name).flatMap(({ key, value, range }) =>
      isMessage(value) ? [{ key, message: new PlacedMessage(value, this.places), range }] : [],
    );
  }

  private written(name: string): readonly FieldPlace[] {
    return this.place.fields.get(name) ?? [];
  }
}
