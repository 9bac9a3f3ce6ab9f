/**
 * The floor of a catalogue: what a format made for nothing else would weigh. Columns of numbers as varints,
 * ids and hashes as their bare bytes, what names another row as its place, all of it under the strongest brotli.
 */
import { brotliCompressSync, constants } from 'node:zlib';

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** @param rows of one noun each. Bytes of all of them together. */
export function bareBytes(nouns: readonly (readonly Row[])[]): number {
  const places = new Map(nouns.flatMap((rows) => rows.map(({ id }, at) => [id, at] as const)));
  const columns = nouns.flatMap((rows) =>
    Object.keys(rows[0] ?? {}).map((field) =>
      packed(
        rows.map((row) => row[field]),
        field === 'id' ? new Map() : places,
      ),
    ),
  );
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(Buffer.concat(columns), { params }).length;
}

function packed(column: readonly unknown[], places: ReadonlyMap<string, number>): Buffer {
  const parts = column.map((value): string | Buffer => {
    if (typeof value === 'number') return varint(value);
    if (typeof value === 'boolean') return varint(Number(value));
    if (Array.isArray(value)) {
      const named = value.map((one) => varint(places.get(String(one)) ?? 0));
      return Buffer.concat([varint(value.length), ...named]);
    }
    const text = String(value ?? '');
    const place = places.get(text);
    if (place !== undefined) return varint(place);
    const hex = text.replaceAll('-', '');
    if (/^([0-9a-f]{32}|[0-9a-f]{64})$/.test(hex)) return Buffer.from(hex, 'hex');
    return /^[A-Za-z0-9+/]{24,}=*$/.test(text) ? Buffer.from(text, 'base64') : `${text}\n`;
  });
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

/** LEB128 of the number zigzag: small ones are one byte. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value < 0 ? -value * 2 - 1 : value * 2;
  do {
    const low = left % 128;
    left = Math.floor(left / 128);
    bytes.push(left > 0 ? low + 128 : low);
  } while (left > 0);
  return Buffer.from(bytes);
}
