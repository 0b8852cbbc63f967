() => {
  const { elements, before, look } = window.portalAudit;
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return { at_end: true };
  let number = elements.indexOf(element);
  if (number < 0) {
    elements.push(element);
    number = elements.length - 1;
  }
  const faults = [];

  const channels = (colour) => {
    const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    return { red, green, blue, alpha };
  };
  const luminance = ({ red, green, blue }) => {
    const linear = [red, green, blue].map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = (from) => {
    for (let each = from; each; each = each.parentElement) {
      const colour = channels(getComputedStyle(each).backgroundColor);
      if (colour.alpha > 0.9) return colour;
    }
    return channels(matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(18, 18, 18)" : "rgb(255, 255, 255)");
  };

  // A visible outline of the element or its pseudo-elements: two pixels, contrast 3:1 with the colour outside or
  // inside of it.
  const grounds = [ground(element.parentElement), ground(element)];
  const outlined = [null, "::before", "::after"].some((part) => {
    const { outlineStyle, outlineWidth, outlineColor, content } = getComputedStyle(element, part);
    if (part && (content === "none" || content === "normal")) return false;
    if (outlineStyle === "auto") return true;
    const colour = channels(outlineColor);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && colour.alpha > 0.5
      && grounds.some((each) => contrast(colour, each) >= 3);
  });
  const style = getComputedStyle(element);
  const was = before.get(element);
  const shadowed = style.boxShadow !== "none" && was !== undefined && style.boxShadow !== was.boxShadow;
  // A field whose container shows the outline.
  const framed = [element.parentElement, element.parentElement?.parentElement].some((each) => {
    if (!each || each === document.body) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  if (!outlined && !shadowed && !framed) faults.push(`focus is not seen (outline ${style.outlineStyle} ${style.outlineWidth})`);

  // WCAG 2.4.11: the focused element is in the viewport and not covered.
  const box = element.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (right - left < 1 || bottom - top < 1) {
    faults.push("has the focus outside of the window");
  } else {
    const points = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.9]].map(([x, y]) => [left + (right - left) * x, top + (bottom - top) * y]);
    const seen = points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (element.contains(hit) || hit.contains(element) || hit.closest("label")?.control === element);
    });
    if (!seen) faults.push("has the focus under something else");
  }
  return { at_end: false, number, where: nameOf(element), faults };
}
