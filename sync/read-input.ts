/** Input from outside, held against what the action declares: all of it, and nothing more. */
import type { AnyAction, InputFields } from './action';
import type { EntryInput } from './entry';
import { fits, isUnprintable, type Scalar } from './field';
import { hasOwn } from './values-fit';

/** Why input can't be taken: stable codes, the same on the phone and on the server. */
type UnfitCode = 'input.unfit' | 'input.unprintable';

/** The input if every field fits, else the name of the first that does not, and why. */
export function readInput(
  action: AnyAction,
  given: EntryInput,
): { input: Record<string, Scalar> } | { unfit: string; code: UnfitCode } {
  const declared = action.input as InputFields;
  for (const name of Object.keys(given)) {
    if (!hasOwn(declared, name)) return { unfit: name, code: 'input.unfit' };
  }
  const input: Record<string, Scalar> = {};
  for (const [name, field] of Object.entries(declared)) {
    const value = hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) {
      if (!field.optional) return { unfit: name, code: 'input.unfit' };
    } else if (fits(field.shape, value)) {
      input[name] = value;
    } else {
      const code = isUnprintable(field.shape, value) ? 'input.unprintable' : 'input.unfit';
      return { unfit: name, code };
    }
  }
  return { input };
}
