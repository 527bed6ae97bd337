import { Component, input } from '@angular/core';

export type IconName =
  | 'search'
  | 'filter'
  | 'close'
  | 'sun'
  | 'moon'
  | 'auto'
  | 'down'
  | 'pause'
  | 'play'
  | 'rows'
  | 'out'
  | 'board'
  | 'sites'
  | 'book'
  | 'keyboard'
  | 'wide'
  | 'narrow'
  | 'back'
  | 'lost'
  | 'leave'
  | 'person'
  | 'gavel'
  | 'tag'
  | 'star'
  | 'starred'
  | 'bell'
  | 'note';

/** A line icon of 16 px, decoration only: the control around it carries the name. */
@Component({
  selector: 'am-icon',
  host: { 'aria-hidden': 'true' },
  template: `
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      @switch (name()) {
        @case ('search') {
          <circle cx="7" cy="7" r="4.7" />
          <path d="m10.5 10.5 3.5 3.5" />
        }
        @case ('filter') {
          <path d="M2 4h12M4.5 8h7M7 12h2" />
        }
        @case ('close') {
          <path d="m4 4 8 8M12 4l-8 8" />
        }
        @case ('sun') {
          <circle cx="8" cy="8" r="3" />
          <path d="M8 1v1.4M8 13.6V15M1 8h1.4M13.6 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1" />
        }
        @case ('moon') {
          <path d="M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z" />
        }
        @case ('auto') {
          <circle cx="8" cy="8" r="6" />
          <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
        }
        @case ('down') {
          <path d="m4 6 4 4 4-4" />
        }
        @case ('pause') {
          <path d="M5.5 3v10M10.5 3v10" />
        }
        @case ('play') {
          <path d="M5 3v10l8-5z" />
        }
        @case ('rows') {
          <path d="M2 4h12M2 8h12M2 12h12" />
        }
        @case ('out') {
          <path d="M6 3H3v10h10v-3M9 2h5v5M14 2 7.5 8.5" />
        }
        @case ('board') {
          <path d="M2 3h12v10H2zM2 6.5h12M6 6.5V13" />
        }
        @case ('sites') {
          <circle cx="8" cy="8" r="6" />
          <path d="M2 8h12M8 2c2 2 2 10 0 12M8 2c-2 2-2 10 0 12" />
        }
        @case ('book') {
          <path d="M3 2.5h8a2 2 0 0 1 2 2v9H5a2 2 0 0 1-2-2zM6 6h4M6 9h4" />
        }
        @case ('keyboard') {
          <path d="M1.5 4h13v8h-13zM4 6.6h.1M6.7 6.6h.1M9.3 6.6h.1M12 6.6h.1M5 9.5h6" />
        }
        @case ('wide') {
          <path d="M9.5 2.5h4v4M13.5 2.5 9 7M6.5 13.5h-4v-4M2.5 13.5 7 9" />
        }
        @case ('narrow') {
          <path d="M9 7h4M9 7V3M9 7l4.5-4.5M7 9H3M7 9v4M7 9l-4.5 4.5" />
        }
        @case ('back') {
          <path d="M10 3 5 8l5 5" />
        }
        @case ('leave') {
          <path d="M6 2.5H3v11h3M9 5l3 3-3 3M12 8H6" />
        }
        @case ('person') {
          <circle cx="8" cy="5" r="2.8" />
          <path d="M2.5 14c.6-3 2.8-4.5 5.5-4.5s4.9 1.5 5.5 4.5" />
        }
        @case ('gavel') {
          <path
            d="m8.5 2.5 5 5M6 5l5 5M9.8 3.8l-2.5 2.5M12.2 6.2l-2.5 2.5M7 7.5l-5 5 1.5 1.5 5-5"
          />
        }
        @case ('tag') {
          <path d="M2.5 2.5h5.5l5.5 5.5-5.5 5.5-5.5-5.5zM5.5 5.5h.1" />
        }
        @case ('star') {
          <path [attr.d]="star" />
        }
        @case ('starred') {
          <path [attr.d]="star" fill="currentColor" />
        }
        @case ('bell') {
          <path
            d="M3.5 11.5h9c-1-1-1.2-2-1.2-4.5a3.3 3.3 0 0 0-6.6 0c0 2.5-.2 3.5-1.2 4.5zM6.8 13.8h2.4"
          />
        }
        @case ('note') {
          <path d="M3 2.5h10v11H3zM5.5 6h5M5.5 8.5h5M5.5 11H8" />
        }
        @case ('lost') {
          <path d="M2 6a9 9 0 0 1 12 0M4.5 8.8a5.5 5.5 0 0 1 7 0M8 12.2h.1M2.5 2.5l11 11" />
        }
      }
    </svg>
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly star = 'm8 1.8 1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.6l-3.8 2 .7-4.3-3.1-3 4.3-.6z';
}
