// Multiple image upload: each dropped or chosen file has its own request, so that an invalid file does not stop the
// others, progress is visible, and no request is too large. Without this module the form sends all files at once.

const form = document.querySelector("[data-portal-image-upload]");
const input = form.elements.namedItem("file");
const dropzone = form.querySelector("[data-portal-drop]");
const progress = form.querySelector("[data-portal-progress]");
const nextLink = form.querySelector("[data-portal-next]");
const uploaded = { anh: [], co: [] };

for (const name of ["dragenter", "dragover"]) {
  dropzone.addEventListener(name, (event) => {
    event.preventDefault();
    dropzone.classList.add("image-dropzone--over");
  });
}
dropzone.addEventListener("dragleave", () => dropzone.classList.remove("image-dropzone--over"));
dropzone.addEventListener("drop", (event) => {
  event.preventDefault();
  dropzone.classList.remove("image-dropzone--over");
  uploadFiles([...event.dataTransfer.files]);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  uploadFiles([...input.files]);
});

async function uploadFiles(files) {
  if (files.length > Number(form.dataset.portalImageUpload)) {
    addProgressLine("", form.dataset.portalTooMany).className = "image-upload-progress__error";
    return;
  }
  const refused = [];
  for (const file of files) refused.push(!(await uploadFile(file)));
  input.value = "";
  const query = new URLSearchParams();
  for (const [name, keys] of Object.entries(uploaded)) for (const key of keys) query.append(name, key);
  nextLink.href = `${form.dataset.portalAltTextUrl}?${query}`;
  nextLink.hidden = !query.size;
  // Errors must be read before the page continues; without errors it continues at once.
  if (query.size && !refused.includes(true)) window.location.assign(nextLink.href);
}

async function uploadFile(file) {
  const item = addProgressLine(file.name, form.dataset.portalUploading);
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  body.append("credit", form.elements.namedItem("credit").value);
  body.append("file", file);
  const answer = await postFile(body);
  if (answer.refused) {
    item.className = "image-upload-progress__error";
    item.lastChild.textContent = answer.refused;
    return false;
  }
  (answer.isNew ? uploaded.anh : uploaded.co).push(answer.key);
  item.lastChild.textContent = answer.isNew ? form.dataset.portalUploaded : form.dataset.portalDuplicate;
  return true;
}

async function postFile(body) {
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const answer = await response.json();
    return answer.files ? answer.files[0] : answer;
  } catch {
    // Network error, expired session or proxy error: assume that nothing was stored.
    return { refused: form.dataset.portalFailed };
  }
}

function addProgressLine(name, text) {
  const item = document.createElement("li");
  const strong = document.createElement("strong");
  strong.textContent = name ? `${name}: ` : "";
  item.append(strong, document.createTextNode(text));
  progress.append(item);
  return item;
}
