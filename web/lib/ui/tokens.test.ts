/** Words must be read at noon by the river: 7 to 1 (WCAG 2.2, 1.4.6) for all that says something in words. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const nightAt = css.indexOf('@media (prefers-color-scheme: dark)');
const day = valuesOf(css.slice(0, nightAt));
const night = new Map([...day, ...valuesOf(css.slice(nightAt))]);

/** Colours of the whole page by name; those that come with a role are looked up by `dyes`. */
function valuesOf(text: string): Map<string, string> {
  const root = /:root\s*\{([^}]*)\}/.exec(text)?.[1] ?? '';
  return new Map(
    [...root.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})\b/g)].map(([, name, value]) => [
      name ?? '',
      value ?? '',
    ]),
  );
}

/** Every dye of the people of the market, with what lies under it. */
function dyes(text: string): { who: string; dasar: string; muda: string; kain: string }[] {
  return [...text.matchAll(/\[data-role='(\w+)'\]\s*\{([^}]*)\}/g)].map(
    ([, who = '', block = '']) => {
      const dye = (name: string): string =>
        new RegExp(`--${name}:\\s*(#\\w+)`).exec(block)?.[1] ?? '';
      return { who, dasar: dye('dasar'), muda: dye('muda'), kain: dye('kain') || dye('dasar') };
    },
  );
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const six = colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(six.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe.each([
  ['by day', day, css.slice(0, nightAt)],
  ['at night', night, css.slice(nightAt)],
])('%s', (_, values, text) => {
  const colour = (name: string): string => {
    const value = values.get(name);
    if (!value) throw new Error(`no colour --${name}`);
    return value;
  };

  it.each(['tinta', 'tinta2'])('--%s is read on the page and on cards', (ink) => {
    for (const ground of ['kabut', 'putih'])
      expect(contrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(7);
  });

  it.each(['tenang', 'kirim', 'sampai', 'perlu', 'lewat'])(
    'the words of the state %s are read on its own ground and on cards, and its mark is seen',
    (state) => {
      for (const ground of [`${state}-g`, 'putih'])
        expect(contrast(colour(`${state}-t`), colour(ground))).toBeGreaterThanOrEqual(7);
      expect(contrast(colour(`${state}-i`), colour(`${state}-g`))).toBeGreaterThanOrEqual(3);
    },
  );

  it('what was just done is read', () => {
    expect(contrast(colour('toast-t'), colour('toast'))).toBeGreaterThanOrEqual(7);
    expect(contrast(colour('toast-aksi'), colour('toast'))).toBeGreaterThanOrEqual(7);
  });

  it('the dye of every role carries its words, and is read as words', () => {
    const all = dyes(text);
    expect(all.map(({ who }) => who)).toEqual([
      'pembeli',
      'penjual',
      'pendamping',
      'kurir',
      'dinas',
    ]);
    for (const { dasar, muda, kain } of all) {
      expect(contrast(dasar, colour('atas-dasar'))).toBeGreaterThanOrEqual(7);
      expect(contrast(dasar, colour('putih'))).toBeGreaterThanOrEqual(7);
      expect(contrast(kain, '#fff')).toBeGreaterThanOrEqual(7);
      expect(contrast(kain, muda)).toBeGreaterThanOrEqual(7);
    }
  });
});
