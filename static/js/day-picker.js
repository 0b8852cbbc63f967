// Beside the day that is typed as dd/mm/yyyy, a button that opens the browser's own calendar.

const ICON =
  "M7 2v3M17 2v3M3.5 9.5h17M5 4.5h14a1.5 1.5 0 0 1 1.5 1.5v13a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 19V6A1.5 1.5 0 0 1 5 4.5Z";

if ("showPicker" in HTMLInputElement.prototype) {
  for (const form of document.querySelectorAll("[data-portal-day-picker]")) addCalendar(form);
}

function addCalendar(form) {
  const typed = form.elements.namedItem("ngay");
  const native = document.createElement("input");
  native.type = "date";
  native.className = "day-picker__native";
  native.tabIndex = -1;
  native.setAttribute("aria-hidden", "true");
  native.addEventListener("change", () => {
    if (!native.value) return;
    typed.value = native.value.split("-").reverse().join("/");
    typed.focus();
  });

  const button = document.createElement("button");
  button.type = "button";
  button.className = "day-picker__choose";
  button.setAttribute("aria-label", form.dataset.portalChoose);
  button.append(calendarIcon());
  button.addEventListener("click", () => {
    native.value = isoDay(typed.value);
    native.showPicker();
  });
  typed.after(button, native);
}

/** What a date field takes, of a day typed day first; empty when it is none. */
function isoDay(text) {
  const parts = text.trim().match(/^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})$/);
  return parts ? `${parts[3]}-${parts[2].padStart(2, "0")}-${parts[1].padStart(2, "0")}` : "";
}

function calendarIcon() {
  const namespace = "http://www.w3.org/2000/svg";
  const icon = document.createElementNS(namespace, "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const lines = document.createElementNS(namespace, "path");
  for (const [name, value] of Object.entries({ d: ICON, fill: "none", stroke: "currentColor", "stroke-width": "1.75" })) {
    lines.setAttribute(name, value);
  }
  icon.append(lines);
  return icon;
}
