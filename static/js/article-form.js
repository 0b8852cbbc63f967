// The form of an article, while somebody writes: keeps what is typed every few seconds, shows who else is there, saves
// in place (Ctrl+S, without jumping to the top), and lets a person sign in again where the session has ended.
// Without this script the form saves as any form does.

const KEEP_EVERY_MS = 4000;
const BEAT_EVERY_MS = 15000;
const PLACE = "portal.article.scroll";

const panel = document.querySelector("[data-portal-writing]");
const form = document.getElementById("article_form");

if (panel && form) start();
keepPlace();

function start() {
  const status = panel.querySelector("[data-portal-writing-status]");
  const others = panel.querySelector("[data-portal-writing-others]");
  const saveButton = form.querySelector("[data-portal-writing-save]");
  let kept = null; // nothing has been typed before this is known
  let keptAt = 0;
  let busy = false;
  let leaving = false;
  let saving = null;

  // The editors and the framework's own scripts write into the form while they start.
  whenReady(() => {
    kept = typed();
    beat(true);
    setInterval(() => beat(false), KEEP_EVERY_MS);
  });

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button && button.formTarget === "_blank") return;
    if (!button || button === saveButton || button.classList.contains("article-enter")) {
      event.preventDefault();
      save();
      return;
    }
    leaving = true;
    rememberPlace();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && kept !== null && typed() !== kept) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !leaving) beat(false, { keepalive: true });
  });

  /** Sends what was typed since the last time, or only a sign of life; one at a time. */
  async function beat(first, options = {}) {
    if (busy || leaving || kept === null) return;
    const now = typed();
    const changed = !first && now !== kept;
    if (!changed && !first && Date.now() - keptAt < BEAT_EVERY_MS) return;
    busy = true;
    try {
      const answer = await send(panel.dataset.pulse, changed ? withoutFiles(new FormData(form)) : signOfLife(), options);
      keptAt = Date.now();
      if (answer.status === 401) return await signInAgain();
      const told = await answer.json();
      if (!answer.ok) return say(told.message, true);
      if (changed) {
        kept = now;
        say(`Đã tự lưu ${told.saved_at}`);
      }
      tellOthers(told);
    } catch {
      say("Chưa tự lưu được: mất kết nối. Sẽ thử lại.", true);
    } finally {
      busy = false;
    }
  }

  /** Saves the article where it stands; pressed again while that goes on, it does not save twice. */
  function save() {
    saving ??= trySaving().finally(() => {
      saving = null;
    });
    return saving;
  }

  /** What the server refuses is shown by the page it answers with. */
  async function trySaving() {
    while (busy) await new Promise((resolve) => setTimeout(resolve, 50));
    if (leaving) return;
    busy = true;
    say("Đang lưu…");
    updateEditors();
    const now = typed();
    try {
      const data = new FormData(form);
      data.set("_continue", "1");
      const answer = await send(form.getAttribute("action") || location.href, data);
      if (answer.status === 401 || answer.redirected) {
        busy = false;
        if (await signInAgain()) return await trySaving();
        return;
      }
      if (answer.status === 409 || answer.status === 422) return submitWhole();
      if (answer.status === 403) {
        return say("Chưa lưu: bạn không còn quyền sửa bài này. Những gì đã gõ vẫn được giữ riêng cho bạn.", true);
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (told.go_to) {
        leaving = true;
        rememberPlace(`Đã lưu ${told.saved_at}`, new URL(told.go_to, location).pathname);
        location.assign(told.go_to);
        return;
      }
      form.elements._edition.value = told.edition;
      const wentOn = typed() !== now;
      dropWordsOf(data);
      kept = wentOn ? now : typed();
      say(`Đã lưu ${told.saved_at}`);
    } catch {
      say("Chưa lưu được: mất kết nối hoặc máy chủ bận. Hãy thử lại; đừng đóng trang này.", true);
    } finally {
      busy = false;
    }
  }

  /** The note to readers went out with a save; the next one must not send it again. A newer one stays. */
  function dropWordsOf(sent) {
    const note = form.elements["act-correction"];
    if (note && note.value === sent.get("act-correction")) note.value = "";
    if (form.elements["act-is_minor"]) form.elements["act-is_minor"].checked = false;
  }

  /** Hands the form over as a browser does, so that the server's page shows what is wrong. */
  function submitWhole() {
    leaving = true;
    const plain = document.createElement("input");
    Object.assign(plain, { type: "hidden", name: "_continue", value: "1" });
    form.append(plain);
    form.submit();
  }

  async function signInAgain() {
    say("Phiên đăng nhập đã hết. Hãy đăng nhập lại để lưu; những gì đã gõ vẫn còn.", true);
    try {
      await window.PortalSession.ensure();
      say("Đã đăng nhập lại.");
      return true;
    } catch {
      say("Chưa đăng nhập lại nên chưa lưu được. Những gì đã gõ vẫn còn trên trang này.", true);
      return false;
    }
  }

  function tellOthers({ others: names, newer }) {
    const sentences = [];
    if (names.length) sentences.push(`Cũng đang mở bài này: ${names.join(", ")}.`);
    if (newer) sentences.push(`${newer.by} đã lưu bài này lúc ${newer.at}; khi bạn lưu, hai bản sẽ được đặt cạnh nhau.`);
    const text = sentences.join(" ");
    if (others.textContent !== text) others.textContent = text;
  }

  function say(text, isTrouble = false) {
    status.textContent = text;
    status.classList.toggle("article-writing__status--trouble", isTrouble);
  }

  function typed() {
    updateEditors();
    const data = withoutFiles(new FormData(form));
    for (const name of ["csrfmiddlewaretoken", "_edition"]) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  function signOfLife() {
    const data = new FormData();
    data.set("_edition", form.elements._edition.value);
    return data;
  }
}

function send(address, data, options = {}) {
  return fetch(address, {
    method: "POST",
    body: data,
    headers: { Accept: "application/json", "X-CSRFToken": document.querySelector("input[name=csrfmiddlewaretoken]").value },
    credentials: "same-origin",
    ...options,
  });
}

function withoutFiles(data) {
  for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
  return data;
}

function updateEditors() {
  if (!window.CKEDITOR) return;
  for (const editor of Object.values(CKEDITOR.instances)) if (editor.status === "ready") editor.updateElement();
}

function whenReady(then) {
  const waiting = () =>
    window.CKEDITOR && document.querySelector("[data-type=ckeditortype]") && !Object.values(CKEDITOR.instances).some((one) => one.status === "ready");
  const look = () => (waiting() ? setTimeout(look, 200) : then());
  if (document.readyState === "complete") look();
  else window.addEventListener("load", look);
}

/** After a save that had to load the page anew, the page stands where it stood, and says what it would have said. */
function rememberPlace(said = "", path = location.pathname) {
  sessionStorage.setItem(PLACE, JSON.stringify({ path, top: window.scrollY, said }));
}

function keepPlace() {
  const remembered = JSON.parse(sessionStorage.getItem(PLACE) || "null");
  sessionStorage.removeItem(PLACE);
  const refused = document.querySelector(".errornote, .errorlist, .article-conflict");
  if (!remembered || remembered.path !== location.pathname || refused) return;
  const status = document.querySelector("[data-portal-writing-status]");
  if (status && remembered.said) status.textContent = remembered.said;
  window.addEventListener("load", () => window.scrollTo(0, remembered.top));
}
