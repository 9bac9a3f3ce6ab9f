/** Several runs of one measurement as one: the median of each figure. */

/** Of an odd number the one in the middle, of an even one the mean of the two there. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/**
 * @param runs results of the same shape; what is no figure is taken from the first
 * @returns the same shape again, each figure the median over all runs
 */
export function medians<T>(runs: readonly [T, ...T[]]): T {
  const [first] = runs;
  if (typeof first === 'number') return median(runs as readonly number[]) as T;
  if (typeof first !== 'object' || first === null) return first;
  const entries = Object.keys(first).map((key) => {
    const each = runs.map((run) => run[key as keyof T]);
    return [key, medians(each as [T[keyof T], ...T[keyof T][]])] as const;
  });
  const together: unknown = Array.isArray(first)
    ? entries.map(([, value]) => value)
    : Object.fromEntries(entries);
  return together as T;
}
