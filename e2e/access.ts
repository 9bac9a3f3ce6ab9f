/** For eyes that see little, thumbs that are thick, and letters set to double size. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, it } from 'vitest';

import { laila, noor, siti, type Villager } from './people';
import type { Phone } from './phone';
import { everyAddress, strangeAddresses } from './routes';
import { see, signIn } from './tasks';
import { useVillage } from './village';

const village = useVillage();
const addresses = [...everyAddress(), strangeAddresses.at(-1)!];

/** Whose eyes: pages differ by who looks at them. */
const lookers: [string, Villager | null][] = [
  ['a guest', null],
  ['a seller', siti],
  ['a facilitator', laila],
  ['the Dinas', noor],
];

/** WCAG 2.5.5: a thumb's width. A link inside a sentence may be as high as its line. */
const THUMB = 44;

async function open(phone: Phone, address: string): Promise<void> {
  // Pages that are not for these eyes are asked for all the same, and say so.
  phone.allow(/ 40[134]\b|Not found: /);
  await phone.goto(address);
  await see(phone.page.getByRole('heading', { level: 1 }));
  await expect
    .poll(() => phone.page.getByRole('main').innerText())
    .not.toMatch(/Membuka simpanan|Membuka pasar/);
}

/**
 * As high as its content: then the bar at the foot of the screen lies over nothing, and what is measured
 * is the page and not where somebody happened to stop scrolling.
 */
async function unroll({ page }: Phone): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: 360, height: Math.min(8_000, height + 200) });
}

async function axeFindings(phone: Phone, address: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: phone.page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${address}: ${id}: ${nodes
        .map(
          ({ html, failureSummary }) =>
            `${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`,
        )
        .slice(0, 3)
        .join(' | ')}`,
  );
}

/** Everything one can tap that is smaller than a thumb. */
async function smallTargets(phone: Phone, address: string): Promise<string[]> {
  const small = await phone.page.evaluate((thumb) => {
    const tappable =
      'a[href], button, select, textarea, input:not([type=hidden]), summary, label:has(input)';
    return [...document.querySelectorAll<HTMLElement>(tappable)].flatMap((element) => {
      // A village on the map is also a row of the list below it.
      if (element.closest('svg')) return [];
      // What is drawn for a hidden input is its label.
      const isDot = element.matches('input[type=radio], input[type=checkbox], input[type=file]');
      const inSentence =
        element.matches('p a, li p a') && getComputedStyle(element).display === 'inline';
      if (isDot || inSentence || !element.checkVisibility({ visibilityProperty: true })) return [];
      const { width, height, bottom } = element.getBoundingClientRect();
      // Off the screen until it has the focus: the way past the menu.
      if (bottom <= 0) return [];
      if (width >= thumb - 0.5 && height >= thumb - 0.5) return [];
      const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return [
        `${element.tagName.toLowerCase()} "${name.trim().slice(0, 30)}" ${Math.round(width)}×${Math.round(height)}`,
      ];
    });
  }, THUMB);
  return small.map((found) => `${address}: ${found}`);
}

/** How far the page reaches beyond its right edge, and what does. */
async function overflow(phone: Phone, address: string): Promise<string[]> {
  const beyond = await phone.page.evaluate(() => {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return null;
    const widest = [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.getBoundingClientRect().right > page.clientWidth + 0.5)
      .slice(0, 3)
      .map((element) => element.outerHTML.slice(0, 120));
    return { by: page.scrollWidth - page.clientWidth, widest };
  });
  return beyond ? [`${address}: ${beyond.by} px too wide: ${beyond.widest.join(' | ')}`] : [];
}

for (const [whose, who] of lookers) {
  for (const dark of [false, true]) {
    it(`every page is sound for ${whose} ${dark ? 'in the dark' : 'in daylight'}`, async () => {
      const phone = await village.phone(dark ? 'malam' : 'siang', { dark });
      if (who) await signIn(phone, who);
      const findings: string[] = [];
      for (const address of addresses) {
        await open(phone, address);
        await unroll(phone);
        findings.push(...(await axeFindings(phone, address)));
        if (!dark) findings.push(...(await smallTargets(phone, address)));
      }
      expect(findings).toEqual([]);
    });
  }

  it(`nothing hangs over the edge for ${whose} at 320 px and at double letters`, async () => {
    const findings: string[] = [];
    for (const letters of [1, 2]) {
      const phone = await village.phone(`kecil-${letters}`, { width: 320, letters });
      if (who) await signIn(phone, who);
      for (const address of addresses) {
        await open(phone, address);
        findings.push(...(await overflow(phone, `${address} at ${letters * 100} %`)));
      }
    }
    expect(findings).toEqual([]);
  });
}
