/** Every planted bug, in the order of the kill table. */
import { mergingMutants } from './merging';
import type { Mutant } from './mutant';
import { phoningMutants } from './phoning';
import { servingMutants } from './serving';

export const mutants: readonly Mutant[] = [...mergingMutants, ...servingMutants, ...phoningMutants];
