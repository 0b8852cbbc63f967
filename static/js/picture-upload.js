// The page that takes several pictures: dropped or chosen, each is sent by itself, so that one wrong file stops no
// other, a slow line shows how far it is, and no single request grows too large. Without this module the form sends
// them all at once.

const form = document.querySelector("[data-portal-picture-upload]");
const input = form.elements.namedItem("file");
const drop = form.querySelector("[data-portal-drop]");
const progress = form.querySelector("[data-portal-progress]");
const next = form.querySelector("[data-portal-next]");
const stored = { anh: [], co: [] };

for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("picture-drop--over");
  });
}
drop.addEventListener("dragleave", () => drop.classList.remove("picture-drop--over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("picture-drop--over");
  send([...event.dataTransfer.files]);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send([...input.files]);
});

async function send(files) {
  if (files.length > Number(form.dataset.portalPictureUpload)) {
    say("", form.dataset.portalTooMany).className = "picture-progress__refused";
    return;
  }
  const refused = [];
  for (const file of files) refused.push(!(await sendOne(file)));
  input.value = "";
  const query = new URLSearchParams();
  for (const [name, keys] of Object.entries(stored)) for (const key of keys) query.append(name, key);
  next.href = `${form.dataset.portalWords}?${query}`;
  next.hidden = !query.size;
  // A refusal is read before the page goes on; without any there is nothing to wait for.
  if (query.size && !refused.includes(true)) window.location.assign(next.href);
}

async function sendOne(file) {
  const line = say(file.name, form.dataset.portalWaiting);
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  body.append("credit", form.elements.namedItem("credit").value);
  body.append("file", file);
  const answer = await taken(body);
  if (answer.refused) {
    line.className = "picture-progress__refused";
    line.lastChild.textContent = answer.refused;
    return false;
  }
  (answer.isNew ? stored.anh : stored.co).push(answer.key);
  line.lastChild.textContent = answer.isNew ? form.dataset.portalStored : form.dataset.portalPresent;
  return true;
}

async function taken(body) {
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const answer = await response.json();
    return answer.files ? answer.files[0] : answer;
  } catch {
    // The line is cut, the session is over, or a proxy refused: nothing was stored for all we know.
    return { refused: form.dataset.portalFailed };
  }
}

function say(name, text) {
  const line = document.createElement("li");
  const strong = document.createElement("strong");
  strong.textContent = name ? `${name}: ` : "";
  line.append(strong, document.createTextNode(text));
  progress.append(line);
  return line;
}
