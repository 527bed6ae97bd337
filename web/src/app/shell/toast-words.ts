/** Which events show at the edge of the page, and how they read. */
import type { LiveEvent } from '@auction/gateway/contract';
import { calmName } from '../ui/calm.ts';
import { money } from '../ui/money.ts';
import type { Tone } from '../ui/statuses.ts';

export interface Toast {
  /** One with the same id takes its place. */
  readonly id: string;
  readonly kind: LiveEvent['kind'];
  readonly lot: string | null;
  /** Where it leads. */
  readonly link: string | readonly string[];
  readonly text: string;
  readonly title: string;
  readonly tone: Tone;
}

type Words = Pick<Toast, 'text' | 'tone'>;

const words: Readonly<Partial<Record<LiveEvent['kind'], Words>>> = {
  outbid: { text: 'You are outbid', tone: 'bad' },
  won: { text: 'You won', tone: 'good' },
  lost: { text: 'Another bidder won', tone: 'calm' },
  sale: { text: 'News from the sale', tone: 'warn' },
  opened: { text: 'Bidding is open', tone: 'calm' },
  extended: { text: 'The end moved later', tone: 'calm' },
  closed: { text: 'Bidding is over', tone: 'calm' },
};
/** Alerts that no other event tells. */
const alertWords: Readonly<Record<string, string>> = {
  ENDING: 'Ends soon',
  RESERVE_MET: 'Reserve met',
  SEARCH: 'New match',
};
/** Of a robot: what its owner did just now is on the screen already. */
const robotWords: Readonly<Record<string, Words>> = {
  HALTED: { text: 'Robots are halted by the platform', tone: 'warn' },
  HELD_BACK: { text: 'Your robot did not bid', tone: 'warn' },
  DONE: { text: 'Your robot is done', tone: 'calm' },
  FAILED: { text: 'Your robot stopped', tone: 'bad' },
};
/** What says that a lot is over, and more. */
const verdicts: ReadonlySet<string> = new Set(['won', 'lost', 'sale']);

/** @returns null: it shows elsewhere, or it is nothing to interrupt anybody for */
export function toastOf(event: LiveEvent): Toast | null {
  const { id, kind, data } = event;
  const lot = event.lot ?? null;
  const title = typeof data['title'] === 'string' ? calmName(data['title']) : '';
  const link = lot === null ? '/alerts' : ['/lots', lot];
  const toast = { id, kind, lot, link, title };
  switch (kind) {
    case 'alert': {
      const many = typeof data['count'] === 'number' ? `${data['count']} new matches` : undefined;
      const text = many ?? alertWords[String(data['kind'])];
      // A digest that has grown takes its own place.
      return text === undefined ? null : { ...toast, id: String(data['id']), text, tone: 'warn' };
    }
    case 'correction':
      return { ...toast, text: correctionText(data), tone: 'warn' };
    case 'clash': {
      const text = `${Number(data['count'])} lots you watch end within a minute of each other`;
      return { ...toast, link: '/watchlist', title: '', text, tone: 'warn' };
    }
    case 'robot': {
      const word = robotWords[String(data['deed'])];
      return word === undefined ? null : { ...toast, link: '/robots', ...word };
    }
    case 'extended':
      // A soft close goes on and on: one toast a lot.
      return { ...toast, id: `extended-${lot}`, text: 'The end moved later', tone: 'calm' };
    default: {
      const word = words[kind];
      return word === undefined ? null : { ...toast, ...word };
    }
  }
}

function correctionText({ price, cur }: LiveEvent['data']): string {
  if (typeof price !== 'number') return 'Bids were taken back';
  return `Price corrected to ${money(price, String(cur))}`;
}

/** Whether one of the toasts says of the same lot that it is over, and how. */
const isSaidBetter = ({ kind, lot }: Toast, others: readonly Toast[]): boolean =>
  kind === 'closed' && others.some((other) => other.lot === lot && verdicts.has(other.kind));

/** @returns the toasts with one more, last; it takes the place of what it says anew or better */
export function withToast(toasts: readonly Toast[], toast: Toast): readonly Toast[] {
  if (isSaidBetter(toast, toasts)) return toasts;
  const others = toasts.filter((other) => other.id !== toast.id && !isSaidBetter(other, [toast]));
  return [...others, toast];
}
