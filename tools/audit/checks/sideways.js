() => {
  const page = document.scrollingElement;
  const width = page.clientWidth;
  if (page.scrollWidth <= width) return [];
  const scrolls = (element) => {
    for (let each = element.parentElement; each && each !== document.body; each = each.parentElement) {
      if (getComputedStyle(each).overflowX !== "visible") return true;
    }
    return false;
  };
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    const { right, width: own } = element.getBoundingClientRect();
    return own > 0 && right + scrollX > width + 0.5 && isShown(element) && !scrolls(element);
  });
  // The innermost elements are the cause.
  const innermost = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other)));
  const causes = innermost.length ? innermost : [document.body];
  return causes.slice(0, 5).map((element) => ({ where: nameOf(element), what: `reaches ${Math.round(element.getBoundingClientRect().right)} px, page ${page.scrollWidth} of ${width}` }));
}
