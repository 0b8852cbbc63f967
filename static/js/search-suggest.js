// Under a search box, how the words may go on. Without this module the box is a plain form.

const PAUSE_MS = 150;
const LEAST_TYPED = 2;

for (const field of document.querySelectorAll("[data-portal-suggest]")) addSuggestions(field);

function addSuggestions(field) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${field.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
  list.hidden = true;
  field.parentElement.classList.add("has-suggestions");
  field.parentElement.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    field.setAttribute(name, value);
  }

  let timer = 0;
  let asked = "";

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      take(chosen());
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  field.addEventListener("blur", close);
  // Before the field loses the focus, which would take the list away.
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) take(option);
  });

  async function ask() {
    const typed = field.value.trim();
    asked = typed;
    if (typed.length < LEAST_TYPED) return close();
    const address = `${field.dataset.portalSuggest}?q=${encodeURIComponent(typed)}`;
    const answer = await fetch(address).catch(() => null);
    if (asked !== typed || !answer?.ok || document.activeElement !== field) return;
    const { suggestions } = await answer.json();
    if (asked === typed) show(suggestions);
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(option));
    list.hidden = suggestions.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
  }

  function option(text, place) {
    const item = document.createElement("li");
    item.id = `${list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.textContent = text;
    return item;
  }

  function chosen() {
    return list.querySelector("[aria-selected=true]");
  }

  function move(step) {
    const options = [...list.children];
    const next = (options.indexOf(chosen()) + step + options.length + (chosen() || step > 0 ? 0 : 1)) % options.length;
    chosen()?.setAttribute("aria-selected", "false");
    options[next].setAttribute("aria-selected", "true");
    options[next].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[next].id);
  }

  function take(option) {
    field.value = option.textContent;
    close();
    field.form.requestSubmit();
  }

  function close() {
    asked = "";
    clearTimeout(timer);
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
}
