// The reader's text size and colours, kept by this browser alone: no cookie, nothing is sent. Not a module, and first
// in the head, so that no page is drawn in one size and then in another. reading-choices.js writes what this reads.

for (const name of ["portalText", "portalColours"]) {
  try {
    const chosen = localStorage.getItem(name);
    if (chosen) document.documentElement.dataset[name] = chosen;
  } catch {
    // Storage is closed to pages here: the page looks as the device wants it.
  }
}
