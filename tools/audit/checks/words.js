() => {
  const found = [];
  const add = (element, kind, text) => {
    if (text && text.trim() && !element.closest("[lang]:not(html):not([lang|=vi]), code, kbd, pre, .djdt")) {
      found.push({ where: `${nameOf(element)}${kind ? ` [${kind}]` : ""}`, text: short(text, 400) });
    }
  };
  add(document.documentElement, "title", document.title);
  for (const node of shownTexts(document.body)) add(node.parentElement, "", node.data);
  for (const option of document.querySelectorAll("option, optgroup")) add(option.parentElement, "option", option.label || option.text);
  for (const name of ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "alt", "title", "placeholder", "label", "content"]) {
    for (const element of document.querySelectorAll(name === "content" ? "meta[name=description][content]" : `[${name}]`)) {
      if (element.matches("option, optgroup, link, track")) continue;
      add(element, name, element.getAttribute(name));
    }
  }
  for (const button of document.querySelectorAll("input[type=submit], input[type=button], input[type=reset]")) add(button, "value", button.value);
  return found;
}
