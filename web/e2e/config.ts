/** Where the journeys go and with what; the only reader of the environment here. */
const address = process.env['AUCTION_URL'];
if (address === undefined || !URL.canParse(address)) {
  throw new Error(
    'AUCTION_URL must be the address of a running instance, as http://127.0.0.1:8080',
  );
}

export const auctionUrl = new URL(address).origin;
export const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Page of the instance's mail catcher. @throws when it is not told */
export function mailUrl(): string {
  const page = process.env['MAIL_URL'];
  if (page === undefined || !URL.canParse(page)) {
    throw new Error("MAIL_URL must be the page of the instance's mail catcher (npm run status)");
  }
  return new URL(page).origin;
}
