(least) => {
  const found = [];
  const targets = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [role=tab]";
  const outside = "a, button, [role=button]";

  // WCAG's exception: a link in a sentence.
  const standsInSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (block && getComputedStyle(block).display === "inline") block = block.parentElement;
    if (!block) return false;
    const around = [...shownTexts(block)].filter((node) => !node.parentElement.closest(outside) && !isForScreenReaders(node.parentElement));
    return /\p{L}{2,}/u.test(around.map((node) => node.data).join(" "));
  };

  const takes = (element, x, y) => {
    const hit = document.elementFromPoint(x, y);
    if (!hit) return false;
    const label = hit.closest("label");
    return element.contains(hit) || (label !== null && label.control === element);
  };

  const reach = (element, x, y, dx, dy) => {
    let steps = 0;
    while (steps < least && takes(element, x + dx * (steps + 1), y + dy * (steps + 1))) steps += 1;
    return steps;
  };

  for (const element of document.querySelectorAll(targets)) {
    if (element.disabled || !isShown(element) || isForScreenReaders(element) || standsInSentence(element)) continue;
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const box = [...element.getClientRects()].find(({ width, height }) => width > 0 && height > 0);
    if (!box) continue;
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    if (!takes(element, x, y)) continue;
    const width = reach(element, x, y, -1, 0) + 1 + reach(element, x, y, 1, 0);
    const height = reach(element, x, y, 0, -1) + 1 + reach(element, x, y, 0, 1);
    // Rounding to whole pixels may cost one on each side.
    if (width < least - 2 || height < least - 2) {
      found.push({ where: nameOf(element), what: `target of ${width} × ${height} px, least ${least}: “${short(element.innerText || element.value || element.getAttribute("aria-label") || "", 24)}”` });
    }
  }
  scrollTo({ top: 0, behavior: "instant" });
  return [...new Map(found.map((fault) => [fault.where, fault])).values()];
}
