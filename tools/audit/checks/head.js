(most) => {
  const found = [];
  const head = document.querySelector("body > header, #container > header");
  if (!head) return found;
  const height = head.getBoundingClientRect().height;
  if (height > most) found.push({ where: nameOf(head), what: `takes ${Math.round(height)} px, at most ${Math.round(most)}` });
  for (const element of head.querySelectorAll(FOCUSABLE)) {
    if (!isShown(element) || isForScreenReaders(element)) continue;
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const across = [left + 4, (left + right) / 2, right - 4];
    const covered = across.filter((x) => !element.contains(document.elementFromPoint(x, (top + bottom) / 2)));
    if (covered.length) found.push({ where: nameOf(element), what: `lies under something else or beside the screen: “${short(element.innerText || "", 24)}”` });
  }
  scrollTo({ top: 0, behavior: "instant" });
  return found;
}
