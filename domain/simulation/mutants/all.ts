/** Every planted bug, in the order of the kill table. */
import { carryingMutants } from './carrying';
import { forgettingMutants } from './forgetting';
import { mergingMutants } from './merging';
import type { Mutant } from './mutant';
import { orderingMutants } from './ordering';
import { phoningMutants } from './phoning';
import { servingMutants } from './serving';

export const mutants: readonly Mutant[] = [
  ...mergingMutants,
  ...servingMutants,
  ...phoningMutants,
  ...carryingMutants,
  ...forgettingMutants,
  ...orderingMutants,
];
