import { Component, computed, inject, signal, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterOutlet } from '@angular/router';
import { filter, map } from 'rxjs';
import { ServerClock } from './live/server-clock.ts';
import { leaveWhenSignedOut } from './account/signed-in-only.ts';
import { Account } from './account/account.ts';
import { AlertBell } from './shell/alert-bell.ts';
import { WatchedLots } from './watch/watched-lots.ts';
import { AccountEntry } from './shell/account-entry.ts';
import { LivePill } from './shell/live-pill.ts';
import { SearchBox } from './shell/search-box.ts';
import { ShortcutHelp } from './shell/shortcut-help.ts';
import { SiteStrip } from './shell/site-strip.ts';
import { Toasts } from './shell/toasts.ts';
import { ThemeChoice, type Theme } from './shell/theme.ts';
import { bindKeys } from './ui/bind-keys.ts';
import { Icon, type IconName } from './ui/icon.ts';
import { clockTime, zoneName } from './ui/times.ts';

const themeIcons: Readonly<Record<Theme, IconName>> = {
  system: 'auto',
  light: 'sun',
  dark: 'moon',
};

/** The frame around every page: top bar, freshness strip, and the bar at the bottom of a phone. */
@Component({
  selector: 'am-root',
  imports: [
    AccountEntry,
    AlertBell,
    Icon,
    LivePill,
    RouterLink,
    RouterOutlet,
    SearchBox,
    ShortcutHelp,
    SiteStrip,
    Toasts,
  ],
  templateUrl: './app.html',
})
export class App {
  readonly #clock = inject(ServerClock);
  readonly #router = inject(Router);
  protected readonly help = viewChild.required(ShortcutHelp);
  protected readonly search = viewChild.required(SearchBox);
  protected readonly choice = inject(ThemeChoice);
  protected readonly account = inject(Account);
  protected readonly watched = inject(WatchedLots);
  protected readonly clock = computed(() => clockTime(this.#clock.second()));
  protected readonly zone = computed(() => zoneName(this.#clock.second()));
  protected readonly themeIcon = computed(() => themeIcons[this.choice.theme()]);
  protected readonly page = toSignal(
    this.#router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map(({ urlAfterRedirects }) => pageOf(urlAfterRedirects)),
    ),
  );
  /** On a phone the search box takes the place of the top bar while it is used. */
  protected readonly isSearching = signal(false);

  constructor() {
    leaveWhenSignedOut();
    bindKeys({
      'g b': () => void this.#router.navigateByUrl('/'),
      'g w': () => void this.#router.navigateByUrl('/watchlist'),
      'g s': () => void this.#router.navigateByUrl('/sites'),
    });
  }

  protected showHelp(): void {
    this.help().show();
  }

  protected showSearch(): void {
    this.isSearching.set(true);
    queueMicrotask(() => this.search().focus());
  }
}

/** Which entry of the menus an address belongs to: its first word, and `board` for the board and its lots. */
function pageOf(url: string): string {
  const [first = ''] = url.slice(1).split(/[/?#]/);
  return first === '' || first === 'lots' ? 'board' : first;
}
