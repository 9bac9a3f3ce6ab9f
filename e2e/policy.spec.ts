/** Words of strangers stay words: no page runs or wears what Jukung itself has not brought along. */
import { expect, it } from 'vitest';

import type { Phone } from './phone';
import { shopOf, siti } from './people';
import { see } from './tasks';
import { useVillage } from './village';

const village = useVillage();
const OWN = /^'(self|unsafe-hashes|sha256-[\w+/]+=*)'$/;

it('lets scripts and styles in by hash alone, on every kind of page', async () => {
  const ofAShop = `/toko/${shopOf(siti).slug}`;
  for (const path of ['/', ofAShop, '/masuk', '/kiriman', '/bantuan', '/no-such-page']) {
    const answer = await fetch(`http://localhost:${village.server.port}${path}`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const kind of ['script-src', 'style-src']) {
      const allowed = new RegExp(`${kind} ([^;,]+)`).exec(policy)?.[1]?.trim().split(' ') ?? [];
      expect(allowed, `${path} ${kind}`).toContain("'self'");
      expect(allowed.filter((source) => !OWN.test(source), `${path} ${kind}`)).toEqual([]);
    }
    expect(await answer.text(), path).not.toMatch(/<[^>]+\s(style|on\w+)=/);
  }
});

it('tells finders where the public pages are, and names none of the samples', async () => {
  const phone = await village.phone('rina');
  const read = async (path: string) => {
    const answer = await phone.page.request.get(phone.origin + path);
    expect(answer.status()).toBe(200);
    return answer.text();
  };
  expect(await read('/robots.txt')).toContain(`Sitemap: ${phone.origin}/sitemap.xml`);
  const places = [...(await read('/sitemap.xml')).matchAll(/<loc>(.*?)<\/loc>/g)];
  expect(places.map(([, place]) => place)).toEqual([`${phone.origin}/`]);
});

it('runs nothing that was slipped into a page, with signal and without', async () => {
  const phone = await village.phone('rina');
  await phone.goto('/');
  await see(phone.page.getByRole('article').first());
  expect(await slipIn(phone)).toEqual({ ran: false, worn: false });
  await phone.untilStored();
  await phone.offline();
  await phone.goto('/kiriman');
  expect(await slipIn(phone)).toEqual({ ran: false, worn: false });
});

/** Puts a script, a handler and a style where a stranger's name would stand; tells which took effect. */
async function slipIn(phone: Phone): Promise<{ ran: boolean; worn: boolean }> {
  phone.allow(/Content Security Policy/);
  return phone.page.evaluate(async () => {
    const here = window as typeof window & { slippedIn?: boolean };
    // Each of the four must have been looked at and refused before anybody can say that it did nothing.
    const refused = new Set<string>();
    const allRefused = new Promise<void>((done) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        if (refused.add(effectiveDirective).size === 4) done();
      });
    });
    const place = document.createElement('div');
    document.body.append(place);
    place.innerHTML =
      '<img src="data:," onerror="slippedIn = true"><p style="color: #123456">nama</p>';
    const script = document.createElement('script');
    script.textContent = 'slippedIn = true';
    place.append(script);
    const style = document.createElement('style');
    style.textContent = 'p { color: #123456 }';
    place.append(style);
    await allRefused;
    const name = place.querySelector('p');
    const worn = name !== null && getComputedStyle(name).color === 'rgb(18, 52, 86)';
    place.remove();
    return { ran: here.slippedIn === true, worn };
  });
}
