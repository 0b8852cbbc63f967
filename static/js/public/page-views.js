// Records a page view and shows the statistics in the footer. No personal data: no cookie, no storage, no identifier;
// only the path of the page is sent. Without JavaScript nothing is counted.

const statisticsLink = document.querySelector("[data-portal-page-views]");

if (statisticsLink) {
  if (document.prerendering) {
    document.addEventListener("prerenderingchange", () => countPageView(statisticsLink), { once: true });
  } else {
    countPageView(statisticsLink);
  }
}

function countPageView(link) {
  if (isNewPageView()) {
    navigator.sendBeacon?.(link.dataset.portalCountUrl, window.location.pathname);
  }
  showCounts(link);
}

/** Reload and back navigation do not count. */
function isNewPageView() {
  const [navigation] = performance.getEntriesByType("navigation");
  return !navigation || navigation.type === "navigate" || navigation.type === "prerender";
}

/** Without statistics the link keeps its text. */
async function showCounts(link) {
  try {
    // Bypasses stale-while-revalidate, which would never show the new value.
    const response = await fetch(link.dataset.portalPageViews, { credentials: "omit", cache: "no-cache" });
    if (!response.ok) return;
    const { today, total } = await response.json();
    const formatCount = (count) => count.toLocaleString(document.documentElement.lang);
    link.textContent = link.dataset.portalTextTemplate.replace("{today}", formatCount(today)).replace("{total}", formatCount(total));
  } catch {
    // Network error: no statistics.
  }
}
