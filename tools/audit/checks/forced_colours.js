() => {
  const found = new Map();
  const controls = "button, input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [type=range]), select, textarea, [role=button], a.button";
  for (const element of document.querySelectorAll(controls)) {
    // The editor's toolbar has its own style in forced colours.
    if (!isShown(element) || isForScreenReaders(element) || element.closest(".cke")) continue;
    const style = getComputedStyle(element);
    const edged = ["Top", "Right", "Bottom", "Left"].some((side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    const underlined = style.textDecorationLine.includes("underline");
    if (!edged && !outlined && !underlined) {
      found.set(nameOf(element), { where: nameOf(element), what: `control without an edge: “${short(element.innerText || element.value || "", 24)}”` });
    }
  }
  for (const node of shownTexts(document.body)) {
    const element = node.parentElement;
    if (getComputedStyle(element).forcedColorAdjust === "none" && !element.closest("svg")) {
      found.set(nameOf(element), { where: nameOf(element), what: `text keeps its own colours: “${short(node.data, 24)}”` });
    }
  }
  return [...found.values()];
}
