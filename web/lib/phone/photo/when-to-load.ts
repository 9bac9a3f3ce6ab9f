/**
 * Whether a photo may load by itself. Most people here pay for each megabyte: on a slow or metered
 * connection a photo waits for a tap, unless the person has said otherwise.
 */
import { type Connection, isDear } from '../connection';

export type PictureMode = 'auto' | 'always' | 'tap';

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
  return mode === 'always' || !isDear(connection);
}
