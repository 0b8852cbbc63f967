// Adds accessible names to controls built by Django's scripts: a select2 box announces its value but not its label; the
// buttons of the two-box selector have their text on an element that screen readers skip.
const labelAutocompletes = (root) => {
  for (const select of root.querySelectorAll("select.select2-hidden-accessible")) {
    const label = select.labels?.[0];
    const selection = select.nextElementSibling?.querySelector(".select2-selection");
    if (!label || !selection) continue;
    label.id ||= `${select.id}_label`;
    const chosen = selection.querySelector(".select2-selection__rendered");
    // Not a text field: nothing can be typed in it.
    chosen?.removeAttribute("role");
    chosen?.removeAttribute("aria-readonly");
    selection.setAttribute("aria-labelledby", `${label.id} ${chosen?.id ?? ""}`.trim());
  }
  for (const icon of root.querySelectorAll(".selector span[aria-label]")) icon.setAttribute("role", "img");
};

// jQuery runs its ready callbacks in order, possibly after "load"; so this is queued behind them.
const afterDjangoReady = window.django?.jQuery ?? ((callback) => callback());
window.addEventListener("load", () => afterDjangoReady(() => labelAutocompletes(document)));
document.addEventListener("formset:added", (event) => labelAutocompletes(event.target));
