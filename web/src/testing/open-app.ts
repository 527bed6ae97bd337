import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { App } from '../app/app.ts';
import { FETCH } from '../app/api/rest.ts';
import { PLOT } from '../app/features/lot/price-chart.ts';
import { FEED_LINK, type FeedLink } from '../app/live/feed-link.ts';
import type { FeedMessage } from '../app/live/feed-messages.ts';
import { Feed } from '../app/live/feed.ts';
import { routes } from '../app/routes.ts';
import { PUSH_PORT } from '../app/alerts/push-port.ts';
import { FakeGateway } from './fake-gateway.ts';
import { FakePush } from './fake-push.ts';
import { FakeRest } from './fake-rest.ts';

const systemClock = {
  now: () => Date.now(),
  schedule: (run: () => void, delayMs: number) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The whole app over a gateway in memory; only socket and HTTP are not real. */
export class TestApp {
  readonly gateway = new FakeGateway(systemClock);
  readonly rest = new FakeRest();
  readonly push = new FakePush();
  readonly page: HTMLElement;

  private constructor() {
    TestBed.configureTestingModule({
      providers: [
        provideRouter(routes, withComponentInputBinding()),
        { provide: FEED_LINK, useFactory: () => this.#link() },
        { provide: FETCH, useValue: this.rest.fetch },
        { provide: PUSH_PORT, useValue: this.push },
        // There is no canvas here: the words beside the chart have to do.
        { provide: PLOT, useValue: () => Promise.reject(new Error('no canvas')) },
      ],
    });
    this.page = document.createElement('div');
  }

  /** @param prepare puts lots and answers in place before anything is asked */
  static async open(address: string, prepare: (app: TestApp) => void): Promise<TestApp> {
    localStorage.clear();
    const app = new TestApp();
    prepare(app);
    const fixture = TestBed.createComponent(App);
    fixture.autoDetectChanges();
    // In the document, so that focus and keys work as they do in a browser.
    document.body.append(app.page);
    app.page.append(fixture.nativeElement as HTMLElement);
    await app.go(address);
    return app;
  }

  get url(): string {
    return TestBed.inject(Router).url;
  }

  async go(address: string): Promise<void> {
    await TestBed.inject(Router).navigateByUrl(address);
  }

  all(selector: string): HTMLElement[] {
    return [...this.page.querySelectorAll<HTMLElement>(selector)];
  }

  /** @throws when there is none */
  one(selector: string): HTMLElement {
    const [element] = this.all(selector);
    if (element === undefined) throw new Error(`Nothing matches ${selector}`);
    return element;
  }

  /** The button, link or field with that name or words. @throws when there is none */
  named(words: string): HTMLElement {
    const found = this.all('button, a, input, select').find(
      (element) =>
        element.getAttribute('aria-label') === words || textOf(element).startsWith(words),
    );
    if (found === undefined) throw new Error(`Nothing is named ${words}`);
    return found;
  }

  text(selector: string): string {
    return textOf(this.one(selector));
  }

  press(key: string, target: HTMLElement = document.body): void {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }

  fill(field: HTMLElement, text: string): void {
    if (!(field instanceof HTMLInputElement)) throw new Error('Not a field');
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** Titles of the rows in the order a reader sees them. */
  titles(): string[] {
    return this.all('am-lot-row')
      .sort((a, b) => place(a) - place(b))
      .map((row) => textOf(row.querySelector('.title')));
  }

  /** The row of a title. @throws when there is none */
  row(title: string): HTMLElement {
    const row = this.all('am-lot-row').find((one) => textOf(one).startsWith(title));
    if (row === undefined) throw new Error(`No row of ${title}`);
    return row;
  }

  close(): void {
    TestBed.resetTestingModule();
    this.page.remove();
  }

  #link(): FeedLink {
    let take: (message: FeedMessage) => void = () => undefined;
    const feed = new Feed(this.gateway.ports(), (message) =>
      // As from a worker: later.
      queueMicrotask(() => take(message)),
    );
    return {
      post: (message) => feed.take(message),
      listen: (listener) => {
        take = listener;
      },
    };
  }
}

/** What stands in an element, pieces apart by one blank. */
export function textOf(element: Element | null): string {
  if (element === null) return '';
  const pieces: string[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null) pieces.push(walker.currentNode.textContent ?? '');
  return pieces.join(' ').replace(/\s+/g, ' ').trim();
}

const place = (row: HTMLElement) => Number(row.getAttribute('aria-rowindex'));
