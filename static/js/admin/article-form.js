// Article form: autosave every few seconds, presence of other editors, saving in place (Ctrl+S, without scrolling to the
// top), session renewal. Without this script the form is submitted as usual.

const AUTOSAVE_INTERVAL_MS = 4000;
const HEARTBEAT_INTERVAL_MS = 15000;
// Buttons that reload the form with other content.
const NON_SAVING_BUTTONS = new Set(["_recover", "_merge"]);
const SCROLL_KEY = "portal.article.scroll";

const panel = document.querySelector("[data-portal-autosave]");
const form = document.getElementById("article_form");

if (panel && form) initForm();
restoreScroll();

function initForm() {
  const status = panel.querySelector("[data-portal-autosave-status]");
  const others = panel.querySelector("[data-portal-autosave-editors]");
  const saveButton = form.querySelector("[data-portal-autosave-save]");
  let savedState = null; // read before anything is typed
  let lastBeatAt = 0;
  let isBusy = false;
  let isLeaving = false;
  let pendingSave = null;

  // The editors and Django's scripts change the form while they initialise.
  // Slow network: input typed before they have loaded is saved too.
  const initialState = serializeForm();
  let isEarly = false;
  const markEarlyInput = (event) => {
    isEarly ||= event.isTrusted;
  };
  form.addEventListener("input", markEarlyInput);

  onEditorsReady(() => {
    form.removeEventListener("input", markEarlyInput);
    savedState = isEarly ? initialState : serializeForm();
    sendHeartbeat(true);
    setInterval(() => sendHeartbeat(false), AUTOSAVE_INTERVAL_MS);
  });

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button && button.formTarget === "_blank") return;
    if (isLeaving) return;
    if (button && (button.hasAttribute("formaction") || NON_SAVING_BUTTONS.has(button.name))) {
      isLeaving = true;
      storeScroll();
      return;
    }
    event.preventDefault();
    const isPlain = !button || button === saveButton || button.classList.contains("article-implicit-submit");
    save(isPlain ? null : button);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && savedState !== null && serializeForm() !== savedState) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !isLeaving) sendHeartbeat(false, { keepalive: true });
  });

  /** Sends changes since the last request, or only a heartbeat; one request at a time. */
  async function sendHeartbeat(isFirst, options = {}) {
    if (isBusy || isLeaving || savedState === null) return;
    const state = serializeForm();
    const changed = !isFirst && state !== savedState;
    if (!changed && !isFirst && Date.now() - lastBeatAt < HEARTBEAT_INTERVAL_MS) return;
    isBusy = true;
    try {
      const response = await send(panel.dataset.portalHeartbeatUrl, changed ? withoutFiles(new FormData(form)) : heartbeatData(), options);
      lastBeatAt = Date.now();
      const payload = await response.json();
      if (window.PortalSession.isMissing(response.status, payload)) return await renewSession();
      if (!response.ok) return setStatus(payload.message, true);
      if (changed) {
        savedState = state;
        if (serializeForm() === state) announceSaved();
        setStatus(`Đã tự lưu ${payload.saved_at}`);
      }
      showOtherEditors(payload);
    } catch {
      setStatus("Chưa tự lưu được: mất kết nối. Sẽ thử lại.", true);
    } finally {
      isBusy = false;
    }
  }

  /**
   * Saves the article in place, or runs the action of a button; leaves the page only after the server has succeeded.
   * Ignores further clicks while a request is running.
   */
  function save(button = null) {
    pendingSave ??= postForm(button).finally(() => {
      pendingSave = null;
    });
    return pendingSave;
  }

  /** Validation errors are shown by the page in the response. */
  async function postForm(button) {
    if (window.PortalEditor?.hasPendingUploads(form)) {
      setStatus("Đang chờ ảnh tải lên xong rồi lưu…");
      if (!(await window.PortalEditor.waitForUploads(form))) {
        return setStatus("Chưa lưu: có ảnh chưa tải lên được. Hãy chèn lại ảnh rồi lưu.", true);
      }
    }
    while (isBusy) await new Promise((resolve) => setTimeout(resolve, 50));
    if (isLeaving) return;
    isBusy = true;
    setStatus("Đang lưu…");
    updateEditors();
    const state = serializeForm();
    try {
      const data = new FormData(form, button);
      if (!button) data.set("_continue", "1");
      const response = await send(form.getAttribute("action") || location.href, data);
      if (response.redirected || (await isSessionMissing(response))) {
        isBusy = false;
        if (await renewSession()) return await postForm(button);
        return;
      }
      if (response.status === 409 || response.status === 422) return submitNatively(button);
      if (response.status === 403) {
        return setStatus("Chưa lưu: bạn không còn quyền sửa bài này. Những gì đã gõ vẫn được giữ riêng cho bạn.", true);
      }
      if (!response.ok) throw new Error(String(response.status));
      const payload = await response.json();
      if (payload.go_to) {
        announceSaved();
        isLeaving = true;
        storeScroll(`Đã lưu ${payload.saved_at}`, new URL(payload.go_to, location).pathname);
        location.assign(payload.go_to);
        return;
      }
      form.elements._revision.value = payload.revision_number;
      const changedMeanwhile = serializeForm() !== state;
      clearSentNote(data);
      savedState = changedMeanwhile ? state : serializeForm();
      if (!changedMeanwhile) announceSaved();
      setStatus(`Đã lưu ${payload.saved_at}`);
    } catch {
      setStatus("Chưa lưu được: mất kết nối hoặc máy chủ bận. Hãy thử lại; đừng đóng trang này.", true);
    } finally {
      isBusy = false;
    }
  }

  /** The correction note was sent with this save; the next save must not send it again. A newer note stays. */
  function clearSentNote(sentData) {
    const note = form.elements["act-correction"];
    if (note && note.value === sentData.get("act-correction")) note.value = "";
    if (form.elements["act-is_minor"]) form.elements["act-is_minor"].checked = false;
  }

  /** Submits the form natively, so that the response page shows the errors. */
  function submitNatively(button) {
    isLeaving = true;
    if (button) {
      storeScroll();
      form.requestSubmit(button);
      return;
    }
    const plain = document.createElement("input");
    Object.assign(plain, { type: "hidden", name: "_continue", value: "1" });
    form.append(plain);
    form.submit();
  }

  /** Deletes the form copy in this browser (form-recovery.js). */
  function announceSaved() {
    document.dispatchEvent(new CustomEvent("portal:stored"));
  }

  async function isSessionMissing(response) {
    if (response.status !== 401 && response.status !== 403) return false;
    return window.PortalSession.isMissing(response.status, await response.json().catch(() => ({})));
  }

  async function renewSession() {
    setStatus("Phiên đăng nhập đã hết. Hãy đăng nhập lại để lưu; những gì đã gõ vẫn còn.", true);
    try {
      await window.PortalSession.ensure();
      setStatus("Đã đăng nhập lại.");
      return true;
    } catch {
      setStatus("Chưa đăng nhập lại nên chưa lưu được. Những gì đã gõ vẫn còn trên trang này.", true);
      return false;
    }
  }

  function showOtherEditors({ others: names, newer }) {
    const sentences = [];
    if (names.length) sentences.push(`Cũng đang mở bài này: ${names.join(", ")}.`);
    if (newer) sentences.push(`${newer.by} đã lưu bài này lúc ${newer.at}; khi bạn lưu, hai bản sẽ được đặt cạnh nhau.`);
    const text = sentences.join(" ");
    if (others.textContent !== text) others.textContent = text;
  }

  function setStatus(text, isError = false) {
    status.textContent = text;
    status.classList.toggle("article-autosave__status--error", isError);
  }

  function serializeForm() {
    updateEditors();
    const data = withoutFiles(new FormData(form));
    for (const name of ["csrfmiddlewaretoken", "_revision"]) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  function heartbeatData() {
    const data = new FormData();
    data.set("_revision", form.elements._revision.value);
    return data;
  }
}

function send(url, data, options = {}) {
  return fetch(url, {
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

function onEditorsReady(callback) {
  const isLoading = () =>
    window.CKEDITOR && document.querySelector("[data-type=ckeditortype]") && !Object.values(CKEDITOR.instances).some((one) => one.status === "ready");
  const poll = () => (isLoading() ? setTimeout(poll, 200) : callback());
  if (document.readyState === "complete") poll();
  else window.addEventListener("load", poll);
}

/** After a save that reloaded the page: restores scroll position and message. */
function storeScroll(said = "", path = location.pathname) {
  sessionStorage.setItem(SCROLL_KEY, JSON.stringify({ path, top: window.scrollY, said }));
}

function restoreScroll() {
  const scrollState = JSON.parse(sessionStorage.getItem(SCROLL_KEY) || "null");
  sessionStorage.removeItem(SCROLL_KEY);
  const hasErrors = document.querySelector(".errornote, .errorlist, .article-conflict");
  if (!scrollState || scrollState.path !== location.pathname || hasErrors) return;
  const status = document.querySelector("[data-portal-autosave-status]");
  if (status && scrollState.said) status.textContent = scrollState.said;
  window.addEventListener("load", () => window.scrollTo(0, scrollState.top));
}
