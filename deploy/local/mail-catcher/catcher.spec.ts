import nodemailer from 'nodemailer';
import { startCatcher } from './catcher.ts';
import { keptMax, KeptMails } from './kept-mails.ts';
import { mailPage } from './page.ts';

test('a mail sent by SMTP stands on the page, its links can be followed, its markup is text', async () => {
  const catcher = await startCatcher({ smtpPort: 0, pagePort: 0 }, 'test', () => 0);
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: catcher.smtpPort });
  try {
    await transport.sendMail({
      from: 'Auction Manager <no-reply@localhost>',
      to: 'alice@dealer.example',
      subject: 'Hello <b>you</b>',
      text: `Open this:\n\nhttp://127.0.0.1:8080/account/verify#token=${'a'.repeat(120)}\n`,
    });
    const page = `http://127.0.0.1:${catcher.pagePort}`;
    const html = await (await fetch(page)).text();
    expect(html).toContain('Hello &lt;b&gt;you&lt;/b&gt;');
    expect(html).toContain(
      `<a href="http://127.0.0.1:8080/account/verify#token=${'a'.repeat(120)}">`,
    );
    expect(await (await fetch(`${page}/mails.json`)).json()).toMatchObject([
      { to: ['alice@dealer.example'], from: 'no-reply@localhost' },
    ]);
    expect((await fetch(`${page}/readyz`)).status).toBe(200);
    expect((await fetch(`${page}/nothing`)).status).toBe(404);
  } finally {
    transport.close();
    await catcher.close();
  }
});

test('the newest 200 are kept', () => {
  const mails = new KeptMails();
  for (let n = 1; n <= keptMax + 1; n++) {
    mails.add({ receivedAt: n, from: 'a', to: ['b'], subject: String(n), text: '' });
  }
  expect(mails.all.map(({ id }) => id)).toEqual(
    Array.from({ length: keptMax }, (_, index) => keptMax + 1 - index),
  );
  expect(mailPage([])).toContain('None yet.');
});
