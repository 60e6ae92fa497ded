/** As much of DER (X.690) as time stamps need: values within values, read strictly and written shortly. */

export interface DerValue {
  readonly tag: number;
  /** Without tag and length. */
  readonly content: Buffer;
  /** With them. */
  readonly whole: Buffer;
}

export const derTags = {
  integer: 2,
  octets: 4,
  none: 5,
  oid: 6,
  time: 24,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The values that follow one another in these bytes. @throws RangeError where they are no DER */
export function readDer(bytes: Buffer): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { begin, end } = extentOf(bytes, at);
    values.push({ tag: bytes[at] ?? 0, content: bytes.subarray(begin, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return values;
}

/** A value with its tag and length. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const length = content.length;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const digits = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, 0x80 + digits.length, ...digits), content]);
}

/** The content of an object identifier, e.g. `2.16.840.1.101.3.4.2.1`. */
export function oidBytes(oid: string): Buffer {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number);
  return Buffer.from([first * 40 + second, ...rest].flatMap(base128));
}

function base128(number: number): readonly number[] {
  const digits = [number & 0x7f];
  for (let rest = number >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

function extentOf(bytes: Buffer, at: number): { readonly begin: number; readonly end: number } {
  const first = bytes[at + 1] ?? 0xff;
  const digits = first < 0x80 ? 0 : first - 0x80;
  if (digits > 4 || first === 0x80) throw new RangeError('no length of DER');
  const begin = at + 2 + digits;
  const length = digits === 0 ? first : bytes.readUIntBE(at + 2, digits);
  if (begin + length > bytes.length) throw new RangeError('DER that ends too soon');
  return { begin, end: begin + length };
}
