// "Cỡ chữ, màu" in the masthead: shows what is chosen, applies and keeps what the reader chooses (see reading.js).

const KEYS = { "portal-text": "portalText", "portal-colours": "portalColours" };
const root = document.documentElement;

for (const choices of document.querySelectorAll("[data-portal-reading]")) {
  for (const choice of choices.querySelectorAll("input")) {
    choice.checked = choice.value === chosen(KEYS[choice.name]);
  }
  choices.hidden = false;
  choices.addEventListener("change", (event) => choose(KEYS[event.target.name], event.target.value));
  choices.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !choices.open) return;
    choices.open = false;
    choices.querySelector("summary").focus();
  });
  for (const kind of ["click", "focusin"]) {
    document.addEventListener(kind, (event) => {
      if (!choices.contains(event.target)) choices.open = false;
    });
  }
}

/** Asked of the storage itself: reading.js may come after this. */
function chosen(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function choose(key, value) {
  if (value) root.dataset[key] = value;
  else delete root.dataset[key];
  try {
    if (value) localStorage.setItem(key, value);
    else localStorage.removeItem(key);
  } catch {
    // Storage is closed to pages here: the choice holds for this page.
  }
}
