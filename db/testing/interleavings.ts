/** Every order in which the steps of several writers can fall, each writer's own order kept. */
export function* interleavings(counts: readonly number[]): Generator<number[]> {
  if (counts.every((count) => count === 0)) yield [];
  for (const [writer, count] of counts.entries()) {
    if (count === 0) continue;
    for (const rest of interleavings(counts.with(writer, count - 1))) yield [writer, ...rest];
  }
}
