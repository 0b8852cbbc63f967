// The focal point and the crop of one picture: dragged, moved by arrow keys, or typed; the number fields carry them.

const form = document.querySelector("[data-portal-cut]");
const stage = form.querySelector("[data-portal-stage]");
const box = form.querySelector("[data-portal-box]");
const point = form.querySelector("[data-portal-point]");
const whole = { width: Number(form.dataset.portalWidth), height: Number(form.dataset.portalHeight) };
const LEAST = 16;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const field = (name) => form.elements.namedItem(name);
const clamp = (value, low, high) => Math.min(high, Math.max(low, Math.round(value)));

box.hidden = false;
point.hidden = false;
draw();
form.addEventListener("input", draw);

/** What the fields say, the whole picture where they are empty. */
function read() {
  const left = Number(field("left").value) || 0;
  const top = Number(field("top").value) || 0;
  const width = Number(field("width").value) || whole.width - left;
  const height = Number(field("height").value) || whole.height - top;
  return { left, top, right: left + width, bottom: top + height };
}

function write({ left, top, right, bottom }) {
  field("left").value = left;
  field("top").value = top;
  field("width").value = right - left;
  field("height").value = bottom - top;
  draw();
}

function draw() {
  const { left, top, right, bottom } = read();
  box.style.left = `${(left / whole.width) * 100}%`;
  box.style.top = `${(top / whole.height) * 100}%`;
  box.style.width = `${((right - left) / whole.width) * 100}%`;
  box.style.height = `${((bottom - top) / whole.height) * 100}%`;
  point.style.left = `${field("focus_x").value}%`;
  point.style.top = `${field("focus_y").value}%`;
}

function focusOn(x, y) {
  field("focus_x").value = clamp(x, 0, 100);
  field("focus_y").value = clamp(y, 0, 100);
  draw();
}

/** Moves a corner to a place given in pixels of the picture; the other corner stays. */
function moveCorner(which, x, y) {
  const edges = read();
  if (which === "start") {
    edges.left = clamp(x, 0, edges.right - LEAST);
    edges.top = clamp(y, 0, edges.bottom - LEAST);
  } else {
    edges.right = clamp(x, edges.left + LEAST, whole.width);
    edges.bottom = clamp(y, edges.top + LEAST, whole.height);
  }
  write(edges);
}

/** Where a pointer is, from 0 to 1 across and down the picture. */
function place(event) {
  const bounds = stage.getBoundingClientRect();
  return [(event.clientX - bounds.left) / bounds.width, (event.clientY - bounds.top) / bounds.height];
}

function follow(event) {
  const [x, y] = place(event);
  const which = held.dataset.portalHandle;
  if (which) moveCorner(which, x * whole.width + apart[0], y * whole.height + apart[1]);
  else focusOn(x * 100, y * 100);
}

/** A corner is taken hold of beside its very edge; how far beside, so that it does not jump. */
function distanceFromCorner(which, event) {
  const [x, y] = place(event);
  const { left, top, right, bottom } = read();
  const corner = which === "start" ? [left, top] : [right, bottom];
  return which ? [corner[0] - x * whole.width, corner[1] - y * whole.height] : [0, 0];
}

let held = null;
let apart = [0, 0];

stage.addEventListener("pointerdown", (event) => {
  held = event.button ? null : event.target.closest("[data-portal-handle], [data-portal-point]");
  if (!held) return;
  event.preventDefault();
  held.focus();
  stage.setPointerCapture(event.pointerId);
  apart = distanceFromCorner(held.dataset.portalHandle, event);
  follow(event);
});
stage.addEventListener("pointermove", (event) => held && follow(event));
// Anywhere else a click means: this is the point. (A finger that scrolls the page over the picture moves nothing.)
stage.addEventListener("click", (event) => {
  if (event.target.closest("[data-portal-handle], [data-portal-point]")) return;
  const [x, y] = place(event);
  focusOn(x * 100, y * 100);
  point.focus();
});
for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, () => (held = null));

stage.addEventListener("keydown", (event) => {
  const step = ARROWS[event.key];
  if (!step) return;
  event.preventDefault();
  const which = event.target.dataset.portalHandle;
  if (!which) {
    focusOn(Number(field("focus_x").value) + step[0], Number(field("focus_y").value) + step[1]);
    return;
  }
  const edges = read();
  const far = event.shiftKey ? 50 : 10;
  const [x, y] = which === "start" ? [edges.left, edges.top] : [edges.right, edges.bottom];
  moveCorner(which, x + step[0] * far, y + step[1] * far);
});
