/**
 * Whether somebody looks around here whom nobody knows (visitor.ts). It ends when there is a person at the
 * helm, who need not have loaded what looking around takes.
 */
let looking: AbortController | null = null;

/** @returns ends with it; null when somebody looks already, or is at the helm */
export function beginLooking(): AbortSignal | null {
  if (looking) return null;
  looking = new AbortController();
  return looking.signal;
}

/** Somebody is at the helm now: news come with what they send. */
export function endLooking(): void {
  looking ??= new AbortController();
  looking.abort();
}
