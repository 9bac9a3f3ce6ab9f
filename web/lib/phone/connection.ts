/** What the browser knows of the way to the tower, and whether bytes on it cost money or patience. */
export interface Connection {
  readonly saveData?: boolean;
  /** Round trip as the browser estimates it. ms. */
  readonly rtt?: number;
  readonly type?: string;
}

/** From here on a connection counts as slow: EDGE answers in about 840 ms and calls itself "3g". */
const SLOW_RTT_MS = 700;

/** Undefined where the browser does not tell. */
export const connection = (): Connection | undefined =>
  (navigator as Navigator & { connection?: Connection }).connection;

/** Slow, metered, or asked to be sparing; a browser that tells nothing is taken at its word. */
export const isDear = (now: Connection | undefined): boolean =>
  now !== undefined &&
  (now.saveData === true || now.type === 'cellular' || (now.rtt ?? 0) >= SLOW_RTT_MS);
