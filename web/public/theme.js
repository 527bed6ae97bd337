// Before the first paint, so that a chosen theme never flashes the other one. The app reads the same key.
(() => {
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch (error) {
    console.info('No storage, the theme follows the system', error);
  }
})();
