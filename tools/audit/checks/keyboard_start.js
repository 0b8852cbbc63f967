() => {
  const isStop = (element) => {
    if (element.disabled || element.tabIndex < 0 || !isShown(element) || element.closest("[inert], fieldset[disabled]")) return false;
    // Only one of a group of radio buttons is a tab stop.
    return !(element.type === "radio" && element.name) || element.checked;
  };
  const look = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor } = getComputedStyle(element);
    return { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor };
  };
  document.activeElement?.blur();
  const elements = [...document.querySelectorAll(FOCUSABLE)].filter(isStop);
  window.portalAudit = { elements, look, before: new Map(elements.map((element) => [element, look(element)])) };
  // Start before the first element.
  document.body.setAttribute("tabindex", "-1");
  document.body.focus({ preventScroll: true });
  document.body.removeAttribute("tabindex");
  scrollTo({ top: 0, behavior: "instant" });
  return elements.length;
}
