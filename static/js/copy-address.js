// "Chép": puts an address into the clipboard; where that is closed to pages, it is chosen to be copied by hand.

for (const place of document.querySelectorAll("[data-portal-copy]")) {
  const button = place.querySelector("[data-portal-copy-button]");
  button.hidden = false;
  button.addEventListener("click", () => copy(place, button));
}

async function copy(place, button) {
  const source = place.querySelector("[data-portal-copy-source]");
  const status = place.querySelector("[data-portal-copy-status]");
  try {
    await navigator.clipboard.writeText(source.value);
    status.textContent = button.dataset.portalDone;
  } catch {
    source.focus();
    source.select();
    status.textContent = button.dataset.portalFailed;
  }
}
