/** Shown at every page address while there is no build of the web app. */
export const placeholderPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Auction Manager</title>
    <style nonce="__CSP_NONCE__">
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { max-width: 40rem; margin: 15vh auto 0; padding: 0 1.5rem; }
      code { font-size: 0.95em; }
    </style>
  </head>
  <body>
    <h1>Auction Manager</h1>
    <p>The gateway is running, but the web app has not been built yet.</p>
    <p>Build it with <code>npm run build -w web</code>, or use <code>npm start</code>, which does.</p>
    <p>Meanwhile: <a href="/api/docs">the API</a>, <a href="/api/lots">lots</a>, <a href="/api/sites">sites</a>.</p>
  </body>
</html>
`;
