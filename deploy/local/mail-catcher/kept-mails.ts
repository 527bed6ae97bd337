/** The newest mails, in memory only. */

export interface KeptMail {
  readonly id: number;
  readonly receivedAt: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export const keptMax = 200;

export class KeptMails {
  #mails: readonly KeptMail[] = [];
  #count = 0;

  /** The oldest goes when there are too many. */
  add(mail: Omit<KeptMail, 'id'>): void {
    this.#count += 1;
    this.#mails = [{ ...mail, id: this.#count }, ...this.#mails].slice(0, keptMax);
  }

  /** Newest first. */
  get all(): readonly KeptMail[] {
    return this.#mails;
  }
}
