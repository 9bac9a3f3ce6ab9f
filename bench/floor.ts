/** Facts as sorted columns of JSON under the strongest brotli: what no protocol can beat by much. */
import { brotliCompressSync, constants } from 'node:zlib';

import type { HeadlessPhone } from '#api/client/headless-phone';

/** Bytes of the public rows this phone holds. */
export function floorOf({ store }: HeadlessPhone): number {
  const rows = [...store.publicRows.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return brotliLength(columnsOf(rows.map(([id, { values }]) => ({ id, ...values }))));
}

export function columnsOf(rows: readonly Readonly<Record<string, unknown>>[]): object {
  const columns: Record<string, unknown[]> = {};
  for (const row of rows) {
    for (const [field, value] of Object.entries(row)) (columns[field] ??= []).push(value);
  }
  return columns;
}

export function brotliLength(value: object): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(Buffer.from(JSON.stringify(value)), { params }).length;
}
