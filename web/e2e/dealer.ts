/** Somebody of an organisation in a browser of its own: registers, sells, bids, and reads what it says. */
import { randomUUID } from 'node:crypto';
import { eventually, SHOWN_MS } from './browser.ts';
import type { Visitor } from './browser.ts';
import { mailUrl } from './config.ts';

/** A process that was killed is back within this time, and the page has noticed. */
export const BACK_MS = 60_000;
const ASK_EVERY_MS = 1_000;
const password = 'two dealers and a seller';

interface Mail {
  readonly to: readonly string[];
  readonly text: string;
}

export interface SaleGiven {
  readonly title: string;
  /** Minor units. */
  readonly start: number;
  readonly reserve: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly softCloseMs: number;
}

export class Dealer {
  readonly visitor: Visitor;
  readonly organisation: string;

  private constructor(visitor: Visitor, organisation: string) {
    this.visitor = visitor;
    this.organisation = organisation;
  }

  /** Registers an organisation by the form, follows the mailed link and signs in. */
  static async register(visitor: Visitor, word: string, run: string): Promise<Dealer> {
    const { page } = visitor;
    const dealer = new Dealer(visitor, `${word} ${run}`);
    const address = `${word.toLowerCase()}.${run}@dealer.example`;
    await visitor.go('/account/register');
    await page.getByRole('textbox', { name: 'Organisation' }).fill(dealer.organisation);
    await page.getByLabel('Your name').fill(`${word} Person`);
    await page.getByLabel('E-mail address').fill(address);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByText('Look into your mail').waitFor();
    await page.goto(await linkTo(address));
    await page.getByText('Your address is verified').waitFor();
    await page.locator('am-entry-card').getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail address').fill(address);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.locator('am-account-entry').getByText(dealer.organisation).waitFor();
    return dealer;
  }

  /**
   * Makes a draft as the form does, and with an end and a soft close the form has no fields for.
   * @returns the lot's id
   */
  async draft({ softCloseMs, ...given }: SaleGiven): Promise<string> {
    const softClose = { windowMs: softCloseMs, extMs: softCloseMs };
    const body = { ...given, currency: 'USD', policy: { softClose } };
    const answer = await this.#send('/api/sell/lots', body);
    return String(answer['lotId']);
  }

  async #send(path: string, body: object): Promise<Record<string, unknown>> {
    const key = `${randomUUID()}:1`;
    return this.visitor.page.evaluate(
      async ([to, text, idempotencyKey]) => {
        const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
        const response = await fetch(to, { method: 'POST', headers, body: text });
        if (!response.ok) throw new Error(`${to}: ${response.status} ${await response.text()}`);
        return (await response.json()) as Record<string, unknown>;
      },
      [path, JSON.stringify(body), key] as const,
    );
  }

  /** Presses a button of the selling page once it is there. */
  async sell(button: string): Promise<void> {
    const { page } = this.visitor;
    await page.getByRole('button', { name: button }).click();
  }

  /** Opens the lot and waits until it takes bids. */
  async open(lotId: string): Promise<void> {
    const { page } = this.visitor;
    await this.visitor.go(`/lots/${lotId}`);
    await page.locator('am-bid-panel form').waitFor({ timeout: BACK_MS });
  }

  /** Bids the next step, or sets a maximum in whole units. @returns how the answer reads */
  async bid(maximum?: number): Promise<string> {
    await this.startBid(maximum);
    return this.answer();
  }

  /** As far as pressing the button. */
  async startBid(maximum?: number): Promise<void> {
    const panel = this.visitor.page.locator('am-bid-panel');
    await panel.locator('form').waitFor({ timeout: BACK_MS });
    await panel.getByLabel(maximum === undefined ? 'One bid' : 'Maximum', { exact: true }).check();
    await panel.locator('input.field').fill(maximum === undefined ? '' : String(maximum));
    await panel.locator('form .primary').click();
  }

  /** Asks again under the same key for as long as no answer comes. @returns how the answer reads */
  async answer(): Promise<string> {
    const { page } = this.visitor;
    const panel = page.locator('am-bid-panel');
    const again = panel.getByRole('button', { name: 'Ask again' });
    let askedAt = 0;
    return eventually(
      async () => {
        const isTime = Date.now() - askedAt > ASK_EVERY_MS;
        if (isTime && (await again.isVisible())) {
          askedAt = Date.now();
          await again.click().catch(() => undefined); // the answer came at this moment
        }
        const texts = await panel.locator('.answer').allInnerTexts();
        return texts[0] ?? '';
      },
      (text) => text !== '' && !/No answer came|not decided yet/.test(text),
      BACK_MS,
    );
  }

  /** Lets a robot bid step by step on the open lot. @param cap whole units */
  async letRobotBid(cap: number): Promise<void> {
    const panel = this.visitor.page.locator('am-robot-panel');
    await panel.getByText('Let a robot bid').click();
    await panel.getByLabel('Step by step').check();
    await panel.locator('input.field').first().fill(String(cap));
    await panel.getByRole('button', { name: 'Let it bid' }).click();
    await panel.getByText('It bids for you').waitFor();
  }

  /** What the page of the robots says of the newest one, once it says that. */
  async robotIs(word: RegExp, withinMs = SHOWN_MS): Promise<void> {
    await this.visitor.go('/robots');
    const state = this.visitor.page.locator('am-robots-page li .state').first();
    await state.filter({ hasText: word }).waitFor({ timeout: withinMs });
  }

  /** Price on the open lot, as it reads. */
  async sees(price: string, withinMs = SHOWN_MS): Promise<void> {
    const big = this.visitor.page.locator('am-lot-page .big');
    await eventually(
      () => big.innerText(),
      (text) => text.includes(price),
      withinMs,
    );
  }

  /** What the page of the own bids says of a lot, once it says that. */
  async standsAt(title: string, word: string, withinMs = SHOWN_MS): Promise<void> {
    const { page } = this.visitor;
    await this.visitor.go('/bids');
    const row = page.locator('am-bids-page li', { hasText: title });
    await row.locator('.state', { hasText: word }).waitFor({ timeout: withinMs });
  }
}

/** Link in the newest mail to an address. */
async function linkTo(address: string): Promise<string> {
  const mails = await eventually(
    async () => (await (await fetch(`${mailUrl()}/mails.json`)).json()) as Mail[],
    (all) => all.some(({ to }) => to.includes(address)),
    SHOWN_MS,
  );
  const text = mails.find(({ to }) => to.includes(address))?.text ?? '';
  return /https?:\S+/.exec(text)?.[0] ?? '';
}
