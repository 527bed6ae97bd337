/** A browser with one page on the instance, and what every journey asks of a page. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type axe from 'axe-core';
import { chromium as engine, type BrowserContext, type Page } from 'playwright-core';
import { Cable } from './cable.ts';
import { auctionUrl, chromium } from './config.ts';

const output = join(import.meta.dirname, 'output');
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Bids come with the feed's next file: every 15 s by default, looked for every 5 s. */
export const BID_MS = 60_000;
export const SHOWN_MS = 15_000;
/** A socket that is turned away once waits up to 15 s before it asks again. */
export const LIVE_MS = 45_000;
/** A first load brings the whole app; on a machine busy with other work that takes its time. */
const LOADED_MS = 45_000;

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly isPhone?: boolean;
  readonly reducedMotion?: boolean;
}

export class Visitor {
  readonly page: Page;
  readonly cable: Cable;
  /** What must not happen on any page: script errors, refused policies, broken requests of our own. */
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;
  readonly #folder: string;

  private constructor(context: BrowserContext, page: Page, cable: Cable, folder: string) {
    this.#context = context;
    this.page = page;
    this.cable = cable;
    this.#folder = folder;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      const { url } = message.location();
      // Who is signed in? For a visitor the answer is 401, which browsers print.
      const isOurs = url.startsWith(auctionUrl) && !url.endsWith('/api/me');
      // Photos of simulated lots lead nowhere, on purpose.
      if (message.type() === 'error' && isOurs) this.complaints.push(message.text());
    });
  }

  /** A new browser with nothing remembered. */
  static async arrive(look: Look = {}): Promise<Visitor> {
    const cable = await Cable.to(auctionUrl);
    const folder = await mkdtemp(join(tmpdir(), 'auction-e2e-'));
    const { width = 1440, height = 900, scheme = 'light', isPhone = false } = look;
    const context = await engine.launchPersistentContext(folder, {
      executablePath: chromium,
      viewport: { width, height },
      colorScheme: scheme,
      hasTouch: isPhone,
      reducedMotion: look.reducedMotion === true ? 'reduce' : 'no-preference',
      args: [
        '--no-sandbox',
        '--headless',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--host-resolver-rules=MAP ${new URL(auctionUrl).host} 127.0.0.1:${cable.port}`,
      ],
    });
    context.setDefaultTimeout(SHOWN_MS);
    context.setDefaultNavigationTimeout(LOADED_MS);
    const page = context.pages()[0] ?? (await context.newPage());
    return new Visitor(context, page, cable, folder);
  }

  async go(path: string): Promise<void> {
    await this.page.goto(auctionUrl + path);
  }

  /** Waits until rows are there and the pill says live. */
  async seeBoard(): Promise<void> {
    await this.page.locator('am-lot-row').first().waitFor();
    await this.page.locator('am-live-pill', { hasText: 'Live' }).waitFor({ timeout: LIVE_MS });
  }

  /** Lots on the screen from the top, with the price they show. */
  async rows(): Promise<{ id: string; title: string; price: string; end: string }[]> {
    const rows = await this.page.locator('am-lot-row').evaluateAll((elements) =>
      elements
        .map((row) => ({
          place: Number(row.getAttribute('aria-rowindex')),
          id: row.querySelector('a')?.pathname.split('/').pop() ?? '',
          title: row.querySelector('.title')?.textContent.trim() ?? '',
          price: row.querySelector('.price > span')?.textContent.trim() ?? '',
          end: row.querySelector('.end > span')?.textContent.trim() ?? '',
        }))
        .sort((a, b) => a.place - b.place),
    );
    return rows;
  }

  async count(): Promise<number> {
    const words = await this.page.locator('.board .bar h2').innerText();
    return Number(words.replace(/\D/g, ''));
  }

  async shoot(name: string): Promise<void> {
    await mkdir(output, { recursive: true });
    await this.page.screenshot({ path: join(output, `${name}.png`) });
  }

  /** @returns what axe finds wrong, a line each */
  async axeFindings(): Promise<string[]> {
    await this.page.evaluate(await readFile(axeSource, 'utf8'));
    const violations = await this.page.evaluate(async () => {
      const { axe: checker } = globalThis as unknown as { axe: typeof axe };
      return (await checker.run()).violations;
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${id}: ${help} (${String(target)}) ${failureSummary ?? ''}`,
      ),
    );
  }

  async leave(): Promise<void> {
    await this.#context.close();
    await this.cable.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/**
 * Waits for something only several looks can tell.
 * @throws at the deadline, with the last thing seen
 */
export async function eventually<T>(
  look: () => Promise<T>,
  isRight: (seen: T) => boolean,
  withinMs: number,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (isRight(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(seen).slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
