// Counts that a page was read and shows the figures at its foot. Nothing about the reader is sent, kept or asked for: no
// cookie, no storage, no identifier; the address of the page is all there is. Without JavaScript nothing is counted.

const foot = document.querySelector("[data-portal-visits]");

if (foot) {
  if (document.prerendering) {
    document.addEventListener("prerenderingchange", () => begin(foot), { once: true });
  } else {
    begin(foot);
  }
}

function begin(link) {
  if (isNewVisit()) {
    navigator.sendBeacon?.(link.dataset.portalCount, window.location.pathname);
  }
  show(link);
}

/** A page that is loaded again, or gone back to, was not read once more. */
function isNewVisit() {
  const [navigation] = performance.getEntriesByType("navigation");
  return !navigation || navigation.type === "navigate" || navigation.type === "prerender";
}

/** The link stays as it is when the figures do not come. */
async function show(link) {
  try {
    // Asked for in the open: a figure that is renewed behind a stale one would be shown to nobody.
    const response = await fetch(link.dataset.portalVisits, { credentials: "omit", cache: "no-cache" });
    if (!response.ok) return;
    const { today, total } = await response.json();
    const written = (count) => count.toLocaleString(document.documentElement.lang);
    link.textContent = link.dataset.portalSaid.replace("{today}", written(today)).replace("{total}", written(total));
  } catch {
    // No line, no figures.
  }
}
