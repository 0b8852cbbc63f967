/* Groups of the main menu: one open at a time, closed by Escape and on losing focus. Without this module each opens
   and closes independently. */

const groups = [...document.querySelectorAll("[data-portal-menu]")];

function closeOthers(exception) {
  for (const group of groups) {
    if (group !== exception) {
      group.open = false;
    }
  }
}

for (const group of groups) {
  group.addEventListener("toggle", () => {
    if (group.open) {
      closeOthers(group);
    }
  });
  group.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && group.open) {
      group.open = false;
      group.querySelector("summary").focus();
    }
  });
}

document.addEventListener("click", (event) => {
  closeOthers(event.target.closest("[data-portal-menu]"));
});
document.addEventListener("focusin", (event) => {
  closeOthers(event.target.closest("[data-portal-menu]"));
});
