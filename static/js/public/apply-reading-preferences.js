// Applies the reader's text size and colours from localStorage: no cookie, nothing is sent. Not a module, because
// modules are deferred; loaded async, because few readers need it. From the second page on it is cached and runs
// before the first paint. reading-preferences.js writes the values.

for (const name of ["portalText", "portalColours"]) {
  try {
    const stored = localStorage.getItem(name);
    if (stored) document.documentElement.dataset[name] = stored;
  } catch {
    // No access to storage: the page follows the device.
  }
}
