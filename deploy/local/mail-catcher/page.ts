/** The page of caught mails: text only, addresses in it can be followed, nothing of a mail runs. */
import type { KeptMail } from './kept-mails.ts';

export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);

/** Text with its http addresses as links. */
const withLinks = (text: string): string =>
  text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) =>
      index % 2 === 1 ? `<a href="${escaped(part)}">${escaped(part)}</a>` : escaped(part),
    )
    .join('');

const item = (mail: KeptMail): string => `
    <article>
      <h2>${escaped(mail.subject)}</h2>
      <p><time>${new Date(mail.receivedAt).toISOString()}</time> to ${escaped(mail.to.join(', '))}</p>
      <pre>${withLinks(mail.text)}</pre>
    </article>`;

/** @param mails newest first */
export const mailPage = (mails: readonly KeptMail[]): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <meta http-equiv="refresh" content="5" />
    <title>Caught mails</title>
    <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
      article { border-top: 1px solid; padding: 0.5rem 0; }
      h2 { font-size: 1rem; margin: 0; }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; }
    </style>
  </head>
  <body>
    <h1>Caught mails</h1>
    <p>Mails of this local start, newest first. None of them left this machine.</p>${
      mails.length === 0 ? '\n    <p>None yet.</p>' : mails.map(item).join('')
    }
  </body>
</html>
`;
