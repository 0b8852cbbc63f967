// Focal point and crop of an image: dragged, moved by arrow keys, or typed; stored in the number fields.

const form = document.querySelector("[data-portal-image-crop]");
const stage = form.querySelector("[data-portal-stage]");
const box = form.querySelector("[data-portal-crop-box]");
const focalPoint = form.querySelector("[data-portal-focal-point]");
const imageSize = { width: Number(form.dataset.portalWidth), height: Number(form.dataset.portalHeight) };
const MIN_SIZE = 16;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const field = (name) => form.elements.namedItem(name);
const clamp = (value, low, high) => Math.min(high, Math.max(low, Math.round(value)));

box.hidden = false;
focalPoint.hidden = false;
render();
form.addEventListener("input", render);

/** The crop box of the fields, the whole image if they are empty. */
function readCrop() {
  const left = Number(field("left").value) || 0;
  const top = Number(field("top").value) || 0;
  const width = Number(field("width").value) || imageSize.width - left;
  const height = Number(field("height").value) || imageSize.height - top;
  return { left, top, right: left + width, bottom: top + height };
}

function writeCrop({ left, top, right, bottom }) {
  field("left").value = left;
  field("top").value = top;
  field("width").value = right - left;
  field("height").value = bottom - top;
  render();
}

function render() {
  const { left, top, right, bottom } = readCrop();
  box.style.left = `${(left / imageSize.width) * 100}%`;
  box.style.top = `${(top / imageSize.height) * 100}%`;
  box.style.width = `${((right - left) / imageSize.width) * 100}%`;
  box.style.height = `${((bottom - top) / imageSize.height) * 100}%`;
  focalPoint.style.left = `${field("focus_x").value}%`;
  focalPoint.style.top = `${field("focus_y").value}%`;
}

function setFocalPoint(x, y) {
  field("focus_x").value = clamp(x, 0, 100);
  field("focus_y").value = clamp(y, 0, 100);
  render();
}

/** Moves a corner to a position in image pixels; the other corner stays. */
function moveCorner(handle, x, y) {
  const edges = readCrop();
  if (handle === "start") {
    edges.left = clamp(x, 0, edges.right - MIN_SIZE);
    edges.top = clamp(y, 0, edges.bottom - MIN_SIZE);
  } else {
    edges.right = clamp(x, edges.left + MIN_SIZE, imageSize.width);
    edges.bottom = clamp(y, edges.top + MIN_SIZE, imageSize.height);
  }
  writeCrop(edges);
}

/** The pointer position in the image, from 0 to 1 on both axes. */
function pointerPosition(event) {
  const bounds = stage.getBoundingClientRect();
  return [(event.clientX - bounds.left) / bounds.width, (event.clientY - bounds.top) / bounds.height];
}

function onDrag(event) {
  const [x, y] = pointerPosition(event);
  const handle = dragged.dataset.portalHandle;
  if (handle) moveCorner(handle, x * imageSize.width + grabOffset[0], y * imageSize.height + grabOffset[1]);
  else setFocalPoint(x * 100, y * 100);
}

/** The offset between pointer and corner at the start of a drag, so that the corner does not jump. */
function cornerOffset(handle, event) {
  const [x, y] = pointerPosition(event);
  const { left, top, right, bottom } = readCrop();
  const corner = handle === "start" ? [left, top] : [right, bottom];
  return handle ? [corner[0] - x * imageSize.width, corner[1] - y * imageSize.height] : [0, 0];
}

let dragged = null;
let grabOffset = [0, 0];

stage.addEventListener("pointerdown", (event) => {
  dragged = event.button ? null : event.target.closest("[data-portal-handle], [data-portal-focal-point]");
  if (!dragged) return;
  event.preventDefault();
  dragged.focus();
  stage.setPointerCapture(event.pointerId);
  grabOffset = cornerOffset(dragged.dataset.portalHandle, event);
  onDrag(event);
});
stage.addEventListener("pointermove", (event) => dragged && onDrag(event));
// A click anywhere else sets the focal point. (Scrolling by touch over the image changes nothing.)
stage.addEventListener("click", (event) => {
  if (event.target.closest("[data-portal-handle], [data-portal-focal-point]")) return;
  const [x, y] = pointerPosition(event);
  setFocalPoint(x * 100, y * 100);
  focalPoint.focus();
});
for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, () => (dragged = null));

stage.addEventListener("keydown", (event) => {
  const step = ARROWS[event.key];
  if (!step) return;
  event.preventDefault();
  const handle = event.target.dataset.portalHandle;
  if (!handle) {
    setFocalPoint(Number(field("focus_x").value) + step[0], Number(field("focus_y").value) + step[1]);
    return;
  }
  const edges = readCrop();
  const stepSize = event.shiftKey ? 50 : 10;
  const [x, y] = handle === "start" ? [edges.left, edges.top] : [edges.right, edges.bottom];
  moveCorner(handle, x + step[0] * stepSize, y + step[1] * stepSize);
});
