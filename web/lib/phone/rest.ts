/**
 * The page comes first. What it does not wait for is fetched when the page rests: everything it asked the
 * stores for has been answered and painted.
 */
let readings = 0;
let quiet: (() => void)[] = [];

/** The page waits for an answer of the stores. @returns to call when it has come, or never will */
export function readingBegins(): () => void {
  let isOver = false;
  readings += 1;
  return () => {
    if (isOver) return;
    isOver = true;
    readings -= 1;
    if (readings > 0) return;
    quiet.forEach((go) => go());
    quiet = [];
  };
}

/** Nobody paints a hidden page. ms */
const UNPAINTED_MS = 500;
/** A store that lets nobody in holds nothing else up. ms */
const MOST_MS = 10_000;

/** Resolves when the page rests, after ten seconds in any case. */
export async function pageAtRest(): Promise<void> {
  let isLate = false;
  const late = pause(MOST_MS).then(() => (isLate = true));
  // What has just been shown may ask for more: only a picture that asks nothing is the last.
  do {
    if (readings > 0) await Promise.race([late, new Promise<void>((go) => quiet.push(go))]);
    await painted();
  } while (readings > 0 && !isLate);
  if (typeof requestIdleCallback === 'function')
    await new Promise((go) => requestIdleCallback(go, { timeout: UNPAINTED_MS }));
}

const painted = () =>
  new Promise<void>((go) => {
    setTimeout(go, UNPAINTED_MS);
    // The frame itself is painted after its callbacks.
    if (typeof requestAnimationFrame === 'function') requestAnimationFrame(() => setTimeout(go));
  });

const pause = (ms: number) => new Promise<void>((go) => setTimeout(go, ms));
