// "Chép": copies a URL to the clipboard; without clipboard access it selects the text to be copied by hand.

for (const container of document.querySelectorAll("[data-portal-copy]")) {
  const button = container.querySelector("[data-portal-copy-button]");
  button.hidden = false;
  button.addEventListener("click", () => copy(container, button));
}

async function copy(container, button) {
  const source = container.querySelector("[data-portal-copy-source]");
  const status = container.querySelector("[data-portal-copy-status]");
  try {
    await navigator.clipboard.writeText(source.value);
    status.textContent = button.dataset.portalDone;
  } catch {
    source.focus();
    source.select();
    status.textContent = button.dataset.portalFailed;
  }
}
