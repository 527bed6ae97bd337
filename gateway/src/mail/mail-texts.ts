/** What our mails say. Tokens stand behind `#`, which no server log and no referrer ever sees. */
import type { MailKind } from './mail-outbox.ts';

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

interface Given {
  /** Origin of our pages, without a slash at its end. */
  readonly publicUrl: string;
  readonly token?: string;
  /** Of an invitation. */
  readonly organisation?: string;
}

const closing = 'If you did not expect this mail, do nothing.\n\nAuction Manager\n';

const lines: Readonly<Record<MailKind, (given: Given) => Mail>> = {
  VERIFY: ({ publicUrl, token = '' }) => ({
    subject: 'Verify your address',
    text:
      'Open this link within 48 hours to verify your address:\n\n' +
      `${publicUrl}/account/verify#token=${token}\n`,
  }),
  RESET: ({ publicUrl, token = '' }) => ({
    subject: 'Set a new password',
    text:
      'Open this link within 30 minutes to set a new password; you will be signed out everywhere:\n\n' +
      `${publicUrl}/account/reset#token=${token}\n`,
  }),
  ALREADY_REGISTERED: ({ publicUrl }) => ({
    subject: 'You have an account',
    text:
      'Somebody wanted to register with your address, which has an account already. Sign in here:\n\n' +
      `${publicUrl}/account/sign-in\n\nForgotten the password? ${publicUrl}/account/forgot\n`,
  }),
  INVITATION: ({ publicUrl, token = '', organisation = '' }) => ({
    subject: 'You are invited to Auction Manager',
    text:
      `${organisation} invites you to work with them. Open this link within 7 days:\n\n` +
      `${publicUrl}/account/invitation#token=${token}\n`,
  }),
};

export function mailText(kind: MailKind, given: Given): Mail {
  const { subject, text } = lines[kind](given);
  return { subject, text: `Hello,\n\n${text}\n${closing}` };
}
