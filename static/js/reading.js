// The reader's text size and colours, kept by this browser alone: no cookie, nothing is sent. No module, for those wait
// for the whole page; asked for beside the page, for no reader should wait a second for what few have chosen. From the
// second page on it lies in the browser and comes before the page is drawn. reading-choices.js writes what this reads.

for (const name of ["portalText", "portalColours"]) {
  try {
    const chosen = localStorage.getItem(name);
    if (chosen) document.documentElement.dataset[name] = chosen;
  } catch {
    // Storage is closed to pages here: the page looks as the device wants it.
  }
}
