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
  if (which) moveCorner(which, x * whole.width, y * whole.height);
  else focusOn(x * 100, y * 100);
}

let held = null;

stage.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  // Anywhere but on a corner means: this is the point.
  held = event.target.closest("[data-portal-handle]") ?? point;
  event.preventDefault();
  held.focus();
  stage.setPointerCapture(event.pointerId);
  follow(event);
});
stage.addEventListener("pointermove", (event) => held && follow(event));
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
