import { RestError } from '../api/rest.ts';

/** What failed, and what to do about it, in a sentence. @param error anything thrown by `Rest` */
export function problemText(error: unknown): string {
  if (!(error instanceof RestError)) return 'Something unexpected happened.';
  if (error.status === null) {
    return 'The server could not be reached. Check the connection; the page keeps what it has.';
  }
  return error.detail ?? `The server answered ${error.status}.`;
}
