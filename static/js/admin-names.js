// The framework's scripts build controls without names: a chooser of select2 says what is chosen, not what for; a
// symbol of the two-box selector carries its words on an element that listeners skip. Here they get what they lack.
const nameChoosers = (root) => {
  for (const select of root.querySelectorAll("select.select2-hidden-accessible")) {
    const label = select.labels?.[0];
    const chooser = select.nextElementSibling?.querySelector(".select2-selection");
    if (!label || !chooser) continue;
    label.id ||= `${select.id}_label`;
    const chosen = chooser.querySelector(".select2-selection__rendered");
    // No field of its own: nobody can write in it.
    chosen?.removeAttribute("role");
    chosen?.removeAttribute("aria-readonly");
    chooser.setAttribute("aria-labelledby", `${label.id} ${chosen?.id ?? ""}`.trim());
  }
  for (const symbol of root.querySelectorAll(".selector span[aria-label]")) symbol.setAttribute("role", "img");
};

// jQuery runs what waits for the document one after the other, perhaps later than its "load"; so this queues behind it.
const afterTheFramework = window.django?.jQuery ?? ((act) => act());
window.addEventListener("load", () => afterTheFramework(() => nameChoosers(document)));
document.addEventListener("formset:added", (event) => nameChoosers(event.target));
