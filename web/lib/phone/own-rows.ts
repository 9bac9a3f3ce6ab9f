/**
 * One's own rows and the market's in one answer: the budget of a sync (sync-budget.ts) is about the market
 * alone. Whoever only looks has no rows of their own and does not load this.
 */
import type { ScopeChanges, SyncAnswer } from '#sync/wire';
import { rowsIn } from './sync-budget';

/** Rows of the market that came or went: what the budget counts. */
export const marketRowsIn = (
  changes: readonly ScopeChanges[],
  publicScopes: readonly string[],
): number => rowsIn(changes.filter(({ scope }) => publicScopes.includes(scope)));

/**
 * Whether this phone's own rows have not all come. The server tells them before the market
 * (sync/server/pull.ts): where the market was reached and goes on, nothing else does.
 */
export function ownMore(
  { more, changes }: Pick<SyncAnswer, 'more' | 'changes'>,
  publicScopes: readonly string[],
): boolean {
  const goOn = changes.filter(({ complete }) => !complete);
  const isMarket = ({ scope }: ScopeChanges) => publicScopes.includes(scope);
  return more && !(goOn.length > 0 && goOn.every(isMarket));
}
