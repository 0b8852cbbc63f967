() => {
  const found = new Map();
  for (const node of shownTexts(document.body)) {
    const element = node.parentElement;
    if (isForScreenReaders(element) || element.closest("svg, select, option")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      const style = getComputedStyle(each);
      const box = each.getBoundingClientRect();
      const down = ["hidden", "clip"].includes(style.overflowY) && text.bottom > box.bottom + 2;
      const across = ["hidden", "clip"].includes(style.overflowX) && text.right > box.right + 2;
      if (down || across) {
        found.set(nameOf(each), { where: nameOf(each), what: `cuts off “${short(node.data, 24)}”` });
        break;
      }
      if (["auto", "scroll"].includes(style.overflowY) || ["auto", "scroll"].includes(style.overflowX)) break;
    }
  }
  return [...found.values()];
}
