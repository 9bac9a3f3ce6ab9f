/** What kind of phone it is, in two words the app has names for: enough to tell one's own from a stranger's. */
const systems: readonly (readonly [string, RegExp])[] = [
  ['android', /Android/],
  ['iphone', /iPhone|iPad/],
  ['windows', /Windows/],
  ['chromeos', /CrOS/],
  ['mac', /Macintosh/],
  ['linux', /Linux/],
];
// Order matters: every browser on Chromium also says "Chrome", and that says "Safari".
const browsers: readonly (readonly [string, RegExp])[] = [
  ['samsung', /SamsungBrowser/],
  ['opera', /OPR\/|Opera/],
  ['edge', /Edg\//],
  ['firefox', /Firefox/],
  ['chrome', /Chrome|CriOS/],
  ['safari', /Safari/],
];

/** `android chrome`; `other other` when the browser does not say. */
export function labelOf(userAgent: string | undefined): string {
  const find = (kinds: typeof systems): string =>
    kinds.find(([, sign]) => sign.test(userAgent ?? ''))?.[0] ?? 'other';
  return `${find(systems)} ${find(browsers)}`;
}
