// Shows alerts while no page is open. Keeps nothing and answers no requests.
self.addEventListener('push', (event) => {
  const { title, body, tag, url } = event.data.json();
  const shown = self.registration.showNotification(title, {
    body,
    tag,
    data: { url },
    icon: '/icon.svg',
  });
  event.waitUntil(shown);
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

/** A page that is open is taken to it; else a new one opens. */
async function open(url) {
  const [page] = await self.clients.matchAll({ type: 'window' });
  if (page === undefined) return self.clients.openWindow(url);
  await page.focus();
  return page.navigate(url);
}
