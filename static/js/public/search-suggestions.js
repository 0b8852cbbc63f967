// Suggestions under a search box. Without this module the box is a plain form.

const DEBOUNCE_MS = 150;
const MIN_QUERY_LENGTH = 2;

for (const field of document.querySelectorAll("[data-portal-suggest]")) addSuggestions(field);

function addSuggestions(field) {
  const list = document.createElement("ul");
  list.className = "search-suggestions";
  list.id = `${field.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
  list.hidden = true;
  field.parentElement.classList.add("has-search-suggestions");
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
  let pendingQuery = "";

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(fetchSuggestions, DEBOUNCE_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      moveSelection(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && selectedOption()) {
      event.preventDefault();
      applyOption(selectedOption());
    } else if (event.key === "Escape") {
      event.preventDefault();
      closeList();
    }
  });
  field.addEventListener("blur", closeList);
  // Before blur, which would remove the list.
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) applyOption(option);
  });

  async function fetchSuggestions() {
    const query = field.value.trim();
    pendingQuery = query;
    if (query.length < MIN_QUERY_LENGTH) return closeList();
    const url = `${field.dataset.portalSuggest}?q=${encodeURIComponent(query)}`;
    const response = await fetch(url).catch(() => null);
    if (pendingQuery !== query || !response?.ok || document.activeElement !== field) return;
    const { suggestions } = await response.json();
    if (pendingQuery === query) renderSuggestions(suggestions);
  }

  function renderSuggestions(suggestions) {
    list.replaceChildren(...suggestions.map(option));
    list.hidden = suggestions.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
  }

  function option(text, index) {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.textContent = text;
    return item;
  }

  function selectedOption() {
    return list.querySelector("[aria-selected=true]");
  }

  function moveSelection(step) {
    const options = [...list.children];
    const next = (options.indexOf(selectedOption()) + step + options.length + (selectedOption() || step > 0 ? 0 : 1)) % options.length;
    selectedOption()?.setAttribute("aria-selected", "false");
    options[next].setAttribute("aria-selected", "true");
    options[next].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[next].id);
  }

  function applyOption(option) {
    field.value = option.textContent;
    closeList();
    field.form.requestSubmit();
  }

  function closeList() {
    pendingQuery = "";
    clearTimeout(timer);
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
}
