/**
 * Whether a photo may load by itself. Most people here pay for each megabyte: on a slow or metered
 * connection a photo waits for a tap, unless the person has said otherwise.
 */
export type PictureMode = 'auto' | 'always' | 'tap';

export interface Connection {
  readonly saveData?: boolean;
  /** Round trip as the browser estimates it. ms. */
  readonly rtt?: number;
  readonly type?: string;
}

/** From here on a connection counts as slow: EDGE answers in about 840 ms and calls itself "3g". */
const SLOW_RTT_MS = 700;

/**
 * @param connection `navigator.connection`; undefined where the browser does not tell
 * @param noSignal true when the last try did not get through
 */
export function loadsByItself(
  mode: PictureMode,
  connection: Connection | undefined,
  noSignal: boolean,
): boolean {
  if (noSignal || mode === 'tap') return false;
  if (mode === 'always') return true;
  if (!connection) return true;
  const slow = (connection.rtt ?? 0) >= SLOW_RTT_MS;
  return !connection.saveData && !slow && connection.type !== 'cellular';
}
