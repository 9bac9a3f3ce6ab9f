/**
 * One phone of the village: a real browser with its profile on disk, and air of its own between it and
 * Jukung that can be cut, narrowed and given back. Whatever goes wrong inside is written down.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import {
  chromium,
  type BrowserContext,
  type ConsoleMessage,
  type Page,
  type Response,
} from 'playwright';

import { signal, waitUntilGone } from '#db/embedded/process-facts';
import { Shaper, type Link } from '#bench/shaper';

export interface PhoneSettings {
  readonly name: string;
  readonly chromiumPath: string;
  /** Profiles lie below it. */
  readonly home: string;
  readonly serverPort: number;
  readonly width?: number;
  /** Dots for each CSS pixel; 1 is enough to look at, 2 for pictures to show. */
  readonly scale?: number;
  readonly dark?: boolean;
  readonly javaScript?: boolean;
  /** Size of letters in the phone's settings, 1 for the usual one. */
  readonly letters?: number;
  /** More words for the browser's command line. */
  readonly args?: readonly string[];
}

const patienceMs = 20_000;
const commandLine = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];
/** Answers above 399 that belong to taking up an upload after a cut (docs/api.md, Photos). */
const takingUp =
  /^(HEAD \/api\/photo\/upload\/\S+ 404|POST \/api\/photo\/upload 409 photo\.here_already|PATCH \/api\/photo\/upload\/\S+ 4\d\d photo\.(wrong_offset|upload_unknown))$/;
/** The browser's own words for a lost or refused request: the answers themselves are looked at. */
const aboutRequests =
  /^(Failed to load resource: |An unknown error occurred when fetching the script)/;

export class Phone {
  /** Where this phone finds Jukung; the same through every cut and restart. */
  readonly origin: string;
  private context: BrowserContext | undefined;
  private processId = 0;
  private cut = false;
  private readonly allowed: { readonly complaint: RegExp; endedMs: number }[] = [];
  private readonly troubles: string[] = [];

  private constructor(
    private readonly settings: PhoneSettings,
    /** The air: `set` makes it narrow or lets it cut. */
    readonly air: Shaper,
  ) {
    this.origin = `http://localhost:${air.port}`;
  }

  static async make(settings: PhoneSettings): Promise<Phone> {
    const phone = new Phone(settings, await Shaper.open({ targetPort: settings.serverPort }));
    await phone.open();
    return phone;
  }

  get name(): string {
    return this.settings.name;
  }

  get profileDir(): string {
    return join(this.settings.home, `profile-${this.name}`);
  }

  get page(): Page {
    const page = this.context?.pages().at(-1);
    if (!page) throw new Error(`the phone ${this.name} is switched off`);
    return page;
  }

  /** Starts the browser, with what the profile holds; without signal when the air was cut before. */
  async open(): Promise<Page> {
    const { width = 360, scale = 1, dark = false, javaScript = true, letters = 1 } = this.settings;
    const { args = [] } = this.settings;
    setLetters(this.profileDir, letters);
    const context = await chromium.launchPersistentContext(this.profileDir, {
      executablePath: this.settings.chromiumPath,
      args: [...commandLine, ...args],
      viewport: { width, height: 640 },
      deviceScaleFactor: scale,
      hasTouch: true,
      isMobile: true,
      locale: 'id-ID',
      timezoneId: 'Asia/Makassar',
      colorScheme: dark ? 'dark' : 'light',
      javaScriptEnabled: javaScript,
      serviceWorkers: 'allow',
      acceptDownloads: true,
      baseURL: this.origin,
    });
    this.context = context;
    context.setDefaultTimeout(patienceMs);
    context.on('console', (message) => this.hear(message));
    context.on('response', (answer) => void this.weigh(answer));
    context.on('weberror', (error) => {
      const { name, message, stack } = error.error();
      this.note(`uncaught: ${name} ${message} ${stack ?? ''}`);
    });
    this.processId = await browserProcess(context);
    if (this.cut) await context.setOffline(true);
    return this.page;
  }

  /** Opens an address of Jukung, by itself, as from the home screen or a link in a message. */
  async goto(path: string): Promise<void> {
    await this.page.goto(this.origin + path, { waitUntil: 'domcontentloaded' });
    if (this.settings.javaScript !== false) await this.untilAwake();
  }

  /** Until the page answers to taps: SvelteKit takes over scrolling once it has taken over everything else. */
  async untilAwake(): Promise<void> {
    await this.page.waitForFunction(() => history.scrollRestoration === 'manual');
  }

  /** The signal goes: nothing of this phone reaches Jukung, and the phone knows it. */
  async offline(): Promise<void> {
    this.cut = true;
    await this.air.stop();
    await this.context?.setOffline(true);
  }

  /** The signal is back. */
  async online(): Promise<void> {
    this.cut = false;
    await this.air.resume();
    await this.context?.setOffline(false);
  }

  narrow(link: Link): void {
    this.air.set(link);
  }

  /** The battery is pulled out: SIGKILL by process id. `open()` starts it again from what is on disk. */
  async kill(): Promise<void> {
    const { context, processId } = this;
    if (!context) return;
    this.context = undefined;
    const gone = new Promise((resolve) => context.once('close', resolve));
    signal(processId, 'SIGKILL');
    await waitUntilGone(processId, patienceMs);
    await gone;
  }

  /**
   * Laid aside for the night and opened again in the morning. Chromium writes cookies down only every
   * thirty seconds: a phone killed within them after signing in has to be signed in once more.
   */
  async rest(): Promise<Page> {
    await this.context?.close();
    this.context = undefined;
    return this.open();
  }

  /** Killed and started again, as a phone whose battery fell out. */
  async restart(): Promise<Page> {
    await this.kill();
    return this.open();
  }

  /** Until the app would open without signal: its worker is there and holds all it needs. */
  async untilStored(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await this.page.waitForFunction(
      async () => (await navigator.serviceWorker.ready).active?.state === 'activated',
    );
  }

  /** Until a half-filled form is on the disk: whoever leaves within the same blink is quicker than any disk. */
  async untilDrafted(): Promise<void> {
    await this.page.waitForFunction(async () => {
      const told = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((done, fail) => {
          request.onsuccess = () => done(request.result);
          request.onerror = () => fail(request.error ?? new Error('not read'));
        });
      for (const { name } of await indexedDB.databases()) {
        if (!name || !/^jukung-0/.test(name)) continue;
        const db = await told(indexedDB.open(name));
        const drafts = await told(db.transaction('drafts').objectStore('drafts').count());
        db.close();
        if (drafts > 0) return true;
      }
      return false;
    });
  }

  /** Something the page is right to complain of in this journey, such as `account.wrong` for a wrong PIN. */
  allow(complaint: RegExp): void {
    this.allowed.push({ complaint, endedMs: Infinity });
  }

  /** The same for as long as some work takes, and for requests that were under way meanwhile. */
  async allowMeanwhile(complaint: RegExp, work: () => Promise<void>): Promise<void> {
    const allowance = { complaint, endedMs: Infinity };
    this.allowed.push(allowance);
    await work();
    allowance.endedMs = Date.now();
  }

  /** What went wrong since the last look. */
  takeTroubles(): string[] {
    return this.troubles.splice(0).map((trouble) => `${this.name}: ${trouble}`);
  }

  async picture(path: string): Promise<void> {
    await this.context
      ?.pages()
      .at(-1)
      ?.screenshot({ path, timeout: 5_000 })
      .catch(() => undefined);
  }

  /** Puts the phone away for good. */
  async close(): Promise<void> {
    await this.context?.close();
    this.context = undefined;
    await this.air.close();
  }

  private hear(message: ConsoleMessage): void {
    if (message.type() !== 'error' || aboutRequests.test(message.text())) return;
    this.note(`${message.text()} (${message.location().url})`);
  }

  /** An answer above 399 with its code, such as `POST /api/account/sign-in 401 account.wrong`. */
  private async weigh(answer: Response): Promise<void> {
    if (answer.status() < 400) return;
    const { startTime } = answer.request().timing();
    const beganMs = startTime > 0 ? startTime : Date.now();
    const text = await answer.text().catch(() => '');
    const code = /"code":"([\w.]+)"/.exec(text)?.[1] ?? '';
    const { pathname } = new URL(answer.url());
    const said = `${answer.request().method()} ${pathname} ${answer.status()} ${code}`.trim();
    if (!takingUp.test(said)) this.note(said, beganMs);
  }

  private note(trouble: string, beganMs = Date.now()): void {
    const isAllowed = this.allowed.some(
      ({ complaint, endedMs }) => endedMs >= beganMs && complaint.test(trouble),
    );
    if (!isAllowed) this.troubles.push(trouble);
  }
}

async function browserProcess(context: BrowserContext): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession();
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
  await session?.detach();
  const found = processInfo.find(({ type }) => type === 'browser');
  if (!found) throw new Error('the browser does not tell its process id');
  return found.id;
}

/** The browser's own setting for larger letters, as a person would make it. */
function setLetters(profileDir: string, letters: number): void {
  const file = join(profileDir, 'Default', 'Preferences');
  if (letters === 1 || existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  const size = { default_font_size: 16 * letters, default_fixed_font_size: 13 * letters };
  writeFileSync(file, JSON.stringify({ webkit: { webprefs: size } }));
}
