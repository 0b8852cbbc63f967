({ running, smallest }) => {
  const found = [];
  const note = "figcaption, caption, small, footer, nav, dialog, svg, .djdt";
  for (const node of shownTexts(document.body)) {
    const element = node.parentElement;
    if (isForScreenReaders(element) || element.closest("svg")) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    // Running text in the main content, more than a label.
    const isRunning = element.closest("main, [role=main], #content") && !element.closest(note) && short(node.data, 61).length > 60;
    const least = isRunning ? running : smallest;
    if (size < least - 0.05) {
      found.push({ where: nameOf(element), what: `${isRunning ? "running text" : "text"} of ${+size.toFixed(1)} px, least ${least}: “${short(node.data, 24)}”` });
    }
  }
  // One example per selector is enough.
  return [...new Map(found.map((fault) => [fault.where, fault])).values()];
}
