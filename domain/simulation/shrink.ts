/** The shortest life that still goes wrong the same way: steps, acts and mishaps are left out in turn. */
import { type Life, relive } from './life';
import type { Act, Script, Step } from './script';

const MOST_TRIES = 1_500;

/** The invariant a violation names. */
export const invariantOf = (violation: string | undefined): string =>
  violation?.split(':')[0] ?? '';

/**
 * Delta debugging (Zeller 2002) on the script.
 *
 * @param again plays a script; the life must break the same invariant as the first one
 */
export async function shrink(
  life: Life,
  again: (script: Script) => Promise<Life> = (script) => relive(script),
): Promise<Script> {
  const invariant = invariantOf(life.violations[0]);
  const { steps: _all, ...asItWas } = life.script;
  let tries = 0;
  const fails = async (steps: readonly Step[]): Promise<boolean> => {
    tries += 1;
    if (tries > MOST_TRIES) return false;
    const { violations } = await again({ ...asItWas, steps }).catch(() => ({
      violations: [] as string[],
    }));
    return invariantOf(violations[0]) === invariant;
  };
  let steps = life.script.steps;
  for (let size = Math.ceil(steps.length / 2); size >= 1;) {
    let left = false;
    for (let at = 0; at < steps.length;) {
      const less = [...steps.slice(0, at), ...steps.slice(at + size)];
      if (less.length < steps.length && (await fails(less))) {
        steps = less;
        left = true;
      } else at += size;
    }
    if (size > 1 || left) size = size > 1 ? Math.ceil(size / 2) : 1;
    else break;
  }
  for (let at = 0; at < steps.length; at += 1) {
    for (const plainer of plainerSteps(steps[at] as Step)) {
      const less = steps.with(at, plainer);
      if (await fails(less)) steps = less;
    }
  }
  return { ...asItWas, steps };
}

function plainerSteps(step: Step): Step[] {
  const acts = step.acts ?? [];
  const calm = (act: Act): Act => ('mishaps' in act ? { ...act, mishaps: [] } : act);
  const fewer = acts.length > 1 ? acts.map((_, out) => acts.filter((__, at) => at !== out)) : [];
  const calmer = acts.map((_, which) => acts.map((act, at) => (at === which ? calm(act) : act)));
  return [...fewer, ...calmer].map((some) => ({ ...step, acts: some }));
}
