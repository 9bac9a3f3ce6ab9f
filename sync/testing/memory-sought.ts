/** Rows kept in plain maps, held against what is sought: as `db/sought.ts` asks PostgreSQL. */
import type { Sought } from '../action';
import type { Row } from '../row';

export function isSought({ values }: Row, { is = {}, above = {} }: Sought): boolean {
  const standing = values as Record<string, unknown>;
  return (
    Object.entries(is).every(([field, wanted]) =>
      Array.isArray(wanted) ? wanted.includes(standing[field]) : standing[field] === wanted,
    ) && Object.entries(above).every(([field, floor]) => (standing[field] as number) > floor)
  );
}
