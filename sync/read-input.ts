/** Input from outside, held against what the action declares: all of it, and nothing more. */
import type { AnyAction, InputFields } from './action';
import type { EntryInput } from './entry';
import { fits, type Scalar } from './field';

/** The input if every field fits, else the name of the first that does not. */
export function readInput(
  action: AnyAction,
  given: EntryInput,
): { input: Record<string, Scalar> } | { unfit: string } {
  const declared = action.input as InputFields;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name)) return { unfit: name };
  }
  const input: Record<string, Scalar> = {};
  for (const [name, field] of Object.entries(declared)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) {
      if (!field.optional) return { unfit: name };
    } else if (fits(field.shape, value)) {
      input[name] = value;
    } else {
      return { unfit: name };
    }
  }
  return { input };
}
