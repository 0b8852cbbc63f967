/* Functions shared by several checks; prepended to each check's script. */

const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex], [contenteditable]";

function nameOf(element) {
  if (element.id) return `${element.localName}#${element.id}`;
  const classes = [...element.classList].slice(0, 2).map((name) => `.${name}`).join("");
  const own = `${element.localName}${classes}`;
  const parent = element.parentElement;
  if (classes || !parent || parent === document.body) return own;
  return `${nameOf(parent)} > ${own}`;
}

function isShown(element) {
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
}

/* Visually hidden: clipped for screen readers only, or moved off the page. */
function isForScreenReaders(element) {
  for (let each = element; each; each = each.parentElement) {
    const { width, height, right, bottom } = each.getBoundingClientRect();
    const style = getComputedStyle(each);
    const clips = style.overflow !== "visible" || style.clipPath !== "none" || style.clip !== "auto";
    if ((clips && width <= 1.5 && height <= 1.5) || right + scrollX <= 0 || bottom + scrollY <= 0) return true;
  }
  return false;
}

function* shownTexts(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (node.data.trim() && parent && !parent.closest("script, style, noscript, template") && isShown(parent)) yield node;
  }
}

function short(text, length = 40) {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > length ? `${flat.slice(0, length)}…` : flat;
}
