/** A row that belongs to somebody else from now on: the same human under another id, or whoever shows its code. */
import { declarations } from '#domain/index';
import type { Row } from '#sync/row';
import { publishChanges } from '#sync/server/follow';
import type { PgServerTx } from './server-tx';

/**
 * Whose a row is never changes for phones (`fixed`); here it does, whole, for everybody who holds it.
 *
 * @param whose the fields that name the new owner
 */
export async function giveRow(
  server: PgServerTx,
  row: Row,
  whose: Readonly<Record<string, string>>,
): Promise<void> {
  const given: Row = { ...row, values: { ...row.values, ...whose } as Row['values'] };
  await server.updateRow(given);
  await publishChanges(server, declarations.entities, [{ before: row, after: given }]);
}
