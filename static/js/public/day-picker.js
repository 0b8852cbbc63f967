// Adds a button that opens the browser's date picker beside a dd/mm/yyyy field.

const ICON =
  "M7 2v3M17 2v3M3.5 9.5h17M5 4.5h14a1.5 1.5 0 0 1 1.5 1.5v13a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 19V6A1.5 1.5 0 0 1 5 4.5Z";

if ("showPicker" in HTMLInputElement.prototype) {
  for (const form of document.querySelectorAll("[data-portal-day-picker]")) addCalendarButton(form);
}

function addCalendarButton(form) {
  const textInput = form.elements.namedItem("ngay");
  const dateInput = document.createElement("input");
  dateInput.type = "date";
  dateInput.className = "day-picker__native";
  dateInput.tabIndex = -1;
  dateInput.setAttribute("aria-hidden", "true");
  dateInput.addEventListener("change", () => {
    if (!dateInput.value) return;
    textInput.value = dateInput.value.split("-").reverse().join("/");
    textInput.focus();
  });

  const button = document.createElement("button");
  button.type = "button";
  button.className = "day-picker__choose";
  button.setAttribute("aria-label", form.dataset.portalChoose);
  button.append(calendarIcon());
  button.addEventListener("click", () => {
    dateInput.value = toIsoDate(textInput.value);
    dateInput.showPicker();
  });
  textInput.after(button, dateInput);
}

/** Converts a typed dd/mm/yyyy date to ISO format; empty if invalid. */
function toIsoDate(text) {
  const trimmed = text.trim();
  const parts =
    trimmed.match(/^(\d{1,2})\s?[/.\-\s]\s?(\d{1,2})\s?[/.\-\s]\s?(\d{4}|\d{2})$/) ??
    trimmed.match(/^(\d{2})(0[1-9]|1[0-2])((?:19|2\d)\d{2})$/);
  if (!parts) return "";
  const year = parts[3].length === 4 ? parts[3] : `${parts[3] < "69" ? 20 : 19}${parts[3]}`;
  return `${year}-${parts[2].padStart(2, "0")}-${parts[1].padStart(2, "0")}`;
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
