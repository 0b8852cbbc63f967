// "Cỡ chữ, màu" in the masthead: shows, applies and stores the preferences (see apply-reading-preferences.js).

const STORAGE_KEYS = { "portal-text": "portalText", "portal-colours": "portalColours" };
const root = document.documentElement;

for (const details of document.querySelectorAll("[data-portal-reading-preferences]")) {
  for (const option of details.querySelectorAll("input")) {
    option.checked = option.value === storedPreference(STORAGE_KEYS[option.name]);
  }
  details.hidden = false;
  details.addEventListener("change", (event) => storePreference(STORAGE_KEYS[event.target.name], event.target.value));
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      if (!details.contains(event.target)) details.open = false;
    });
  }
}

/** Read from storage, because apply-reading-preferences.js may run later. */
function storedPreference(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function storePreference(key, value) {
  if (value) root.dataset[key] = value;
  else delete root.dataset[key];
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // No access to storage: the choice applies to this page only.
  }
}
