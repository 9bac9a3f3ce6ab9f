/**
 * How much has come down the wire when somebody who never was here sees the first goods: a real browser
 * behind EDGE, where what is asked for beside the page really competes with it.
 */
import { chromium } from 'playwright';

import { StartFailure } from '#db/embedded/start-failure';

import { links, Shaper } from '#bench/shaper';

import { chromiumOrInstall } from '../chromium';

const limitMs = 60_000;

/** Bytes down, heads of HTTP included, until the first card of the market has been painted. */
export async function bytesToFirstGoods(
  address: string,
  say: (line: string) => void,
): Promise<number> {
  const air = await Shaper.open({ targetPort: Number(new URL(address).port), link: links.edge });
  const browser = await chromium.launch({
    executablePath: chromiumOrInstall(say),
    // Chromium's sandbox does not work under root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
    let seenAfter = 0;
    await page.exposeFunction('goodsAreSeen', () => void (seenAfter ||= air.passed.bytesDown));
    await page.addInitScript(tellWhenGoodsAreSeen);
    await page.goto(`http://localhost:${air.port}/`, { waitUntil: 'load', timeout: limitMs });
    if (seenAfter === 0) throw new StartFailure('The market was opened and showed no goods.');
    return seenAfter;
  } finally {
    await browser.close();
    await air.close();
  }
}

/** Runs in the page; text, because what is compiled leans on helpers that no page has. */
const tellWhenGoodsAreSeen = `
  requestAnimationFrame(function look() {
    const isPainted = performance.getEntriesByName('first-contentful-paint').length > 0;
    if (isPainted && document.querySelector('article h2')) goodsAreSeen();
    else requestAnimationFrame(look);
  });
`;
