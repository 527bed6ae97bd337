/** The words are English; numbers and dates follow the reader's own English, if they have one. */
export const locale: string =
  navigator.languages.find((language) => language.startsWith('en')) ?? 'en-US';
