// Protects admin forms against lost input. A form is sent by fetch and left only after the server has accepted it:
// network errors, 503 and an expired session keep the page and show a message. Validation errors are on the response
// page. Until then a copy of the input is in localStorage, keyed by user and URL, and is offered when the page is
// opened again (docs/front.md). The article form submits itself (article-form.js) and has autosaves; only its local
// copy is made here.

const STORAGE_PREFIX = "portal.unsaved.";
const BACKUP_INTERVAL_MS = 2000;
const LIFETIME_MS = 7 * 24 * 3600 * 1000;

const form = document.querySelector("body.change-form #content-main form[id$='_form'], form[data-portal-form-recovery]");
const userId = document.querySelector("dialog[data-portal-sign-in]")?.dataset.portalUserId;

if (form && userId && !form.querySelector("input[type=password], input[name=_popup]")) initForm();
removeExpiredBackups();

function initForm() {
  const key = `${STORAGE_PREFIX}${userId}.${location.pathname}`;
  const hasOwnSubmit = Boolean(document.querySelector("[data-portal-autosave]"));
  let serverState = null; // initial state from the server; read before anything is typed
  let backedUpState = null;
  let isSending = false;
  let isLeaving = false;

  // Slow network: input before the editors have loaded counts too.
  const initialState = serializeForm();
  let isEarly = false;
  const markEarlyInput = (event) => {
    isEarly ||= event.isTrusted;
  };
  form.addEventListener("input", markEarlyInput);

  onEditorsReady(() => {
    form.removeEventListener("input", markEarlyInput);
    serverState = backedUpState = isEarly ? initialState : serializeForm();
    offerRestore(key, serverState);
    setInterval(backUp, BACKUP_INTERVAL_MS);
  });
  window.addEventListener("pagehide", backUp);
  document.addEventListener("portal:stored", () => {
    serverState = backedUpState = serializeForm();
    localStorage.removeItem(key);
  });

  function backUp() {
    if (serverState === null || isLeaving) return;
    const state = serializeForm();
    if (state === backedUpState) return;
    backedUpState = state;
    // Unchanged input needs no copy; an open offer must not be overwritten.
    if (state !== serverState) storeBackup(key, state, selectLabels());
  }

  if (hasOwnSubmit) return;

  // At the window, after all listeners of the form: Django's two-box selectors and the editors write into the form only
  // on submit.
  window.addEventListener("submit", (event) => {
    const { submitter } = event;
    if (event.target !== form) return;
    if (isLeaving || event.defaultPrevented || (submitter && submitter.formTarget === "_blank")) return;
    event.preventDefault();
    if (isSending) return;
    backUp();
    isSending = true;
    submitForm(submitter).finally(() => {
      isSending = false;
    });
  });

  async function submitForm(submitter) {
    showNotice("Đang gửi…", "status");
    let response;
    try {
      const url = submitter?.hasAttribute("formaction") ? submitter.formAction : form.getAttribute("action") || location.href;
      response = await fetch(url, {
        method: "POST",
        body: new FormData(form, submitter),
        headers: { Accept: "application/json, text/html;q=0.9", "X-Portal-Form": "1" },
        credentials: "same-origin",
      });
    } catch {
      return showNotice("Chưa lưu được: mất kết nối. Những gì đã nhập vẫn còn trên trang này; hãy kiểm tra mạng rồi bấm lại.", "alert");
    }
    const payload = await readJson(response);
    if (response.ok && payload?.go_to) {
      isLeaving = true;
      localStorage.removeItem(key);
      return location.assign(payload.go_to);
    }
    if (response.redirected || window.PortalSession.isMissing(response.status, payload)) return renewSessionAndSubmit(submitter);
    // Invalid: nothing was stored, and the response page shows the errors beside their fields.
    if (response.ok || response.status === 422) return submitNatively(submitter);
    return showNotice(errorMessage(response.status), "alert");
  }

  async function renewSessionAndSubmit(submitter) {
    try {
      await window.PortalSession.ensure();
    } catch {
      return showNotice("Chưa lưu: hãy đăng nhập lại. Những gì đã nhập vẫn còn trên trang này.", "alert");
    }
    return submitForm(submitter);
  }

  function submitNatively(submitter) {
    isLeaving = true;
    storeBackup(key, serializeForm(), selectLabels());
    form.requestSubmit(submitter);
  }
}

async function readJson(response) {
  if (!(response.headers.get("Content-Type") || "").startsWith("application/json")) return null;
  return response.json().catch(() => null);
}

function errorMessage(status) {
  if (status === 403) return "Chưa lưu: bạn không có quyền làm việc này. Những gì đã nhập vẫn còn trên trang này.";
  if (status === 404 || status === 410) return "Chưa lưu: mục này không còn trên máy chủ. Những gì đã nhập vẫn còn trên trang này.";
  if (status === 413) return "Chưa lưu: tệp quá lớn nên máy chủ không nhận. Hãy chọn tệp nhỏ hơn.";
  if (status === 429) return "Chưa lưu: có quá nhiều lần gửi. Hãy đợi một phút rồi bấm lại.";
  return "Chưa lưu được: máy chủ đang bận hoặc gặp lỗi. Những gì đã nhập vẫn còn trên trang này; hãy đợi ít phút rồi bấm lại.";
}

function showNotice(text, role) {
  let notice = form.querySelector("[data-portal-form-notice]");
  if (!notice) {
    notice = document.createElement("p");
    notice.className = "form-notice";
    notice.dataset.portalFormNotice = "";
    (form.querySelector(".submit-row:last-of-type") || form.lastElementChild).before(notice);
  }
  notice.setAttribute("role", role);
  notice.textContent = text;
  if (role === "alert") notice.scrollIntoView({ block: "nearest" });
}

// --- reading the input -----------------------------------------------------------------------------------------------

/** Visible fields as JSON: [name, value] in form order, including the row count of each formset. */
function serializeForm() {
  if (window.CKEDITOR) for (const editor of Object.values(CKEDITOR.instances)) if (editor.status === "ready") editor.updateElement();
  const fields = [...new FormData(form).entries()].filter(([name, value]) => !(value instanceof File) && isUserField(name));
  for (const box of filterSelectBoxes()) for (const { value } of SelectBox.cache[box.id]) fields.push([box.name, value]);
  return JSON.stringify(fields);
}

/** The right-hand boxes of Django's two-box selectors: all their options are chosen, selected or not. */
function filterSelectBoxes() {
  return window.SelectBox ? [...form.querySelectorAll("select.filtered[id$='_to']")].filter((box) => SelectBox.cache[box.id]) : [];
}

function isUserField(name) {
  if (filterSelectBoxes().some((box) => name === box.name || name === `${box.name}_old`)) return false;
  if (name.endsWith("-TOTAL_FORMS")) return true;
  const fields = form.elements[name];
  const first = fields instanceof RadioNodeList ? fields[0] : fields;
  return Boolean(first) && first.type !== "hidden" && first.type !== "submit" && !name.includes("__prefix__") && !name.endsWith("__kept-drop");
}

/** The labels of autocomplete boxes, whose options are only the previous choices. */
function selectLabels() {
  const shown = {};
  for (const select of form.querySelectorAll("select.admin-autocomplete")) {
    for (const option of select.selectedOptions) if (option.value) shown[`${select.name} ${option.value}`] = option.text;
  }
  return shown;
}

function storeBackup(key, fields, shown) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields, shown }));
  } catch {
    // Storage is full or forbidden; the page itself still has the input.
  }
}

function readBackup(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function removeExpiredBackups() {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(STORAGE_PREFIX))) {
    if (!(Date.now() - (readBackup(key)?.at ?? 0) < LIFETIME_MS)) localStorage.removeItem(key);
  }
}

// --- restoring -----------------------------------------------------------------------------------------------

function offerRestore(key, serverState) {
  const backup = readBackup(key);
  if (!backup || backup.fields === serverState) return localStorage.removeItem(key);
  const when = new Date(backup.at).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
  const notice = document.createElement("div");
  notice.className = "form-notice";
  notice.setAttribute("role", "status");
  const paragraph = document.createElement("p");
  paragraph.textContent = `Trình duyệt này còn giữ những gì bạn nhập dở lúc ${when} mà máy chủ chưa nhận. Khôi phục rồi xem lại trước khi lưu: nội dung đang lưu có thể đã đổi từ lúc ấy.`;
  notice.append(paragraph, button("Khôi phục", () => restore(JSON.parse(backup.fields), backup.shown)), " ", button("Bỏ bản này", () => localStorage.removeItem(key)));
  form.prepend(notice);
  return undefined;

  function button(text, onClick) {
    const element = document.createElement("button");
    Object.assign(element, { type: "button", className: "form-notice__button", textContent: text });
    element.addEventListener("click", () => {
      onClick();
      notice.remove();
    });
    return element;
  }
}

function restore(fields, shown) {
  addInlineRows(fields);
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) || []), value]);
  for (const element of form.elements) {
    if (!element.name || element.name.endsWith("_FORMS") || !isUserField(element.name)) continue;
    fillField(element, values.get(element.name) || [], shown);
  }
  for (const box of filterSelectBoxes()) setFilterSelect(box, values.get(box.name) || []);
}

/** Django's two-box selector caches its options; options moved in another way come back. */
function setFilterSelect(box, values) {
  const others = document.getElementById(box.id.replace(/_to$/, "_from"));
  const move = (from, to, shouldMove) => {
    for (const option of from.options) option.selected = shouldMove(option.value);
    SelectBox.move(from.id, to.id);
  };
  move(box, others, (value) => !values.includes(value));
  move(others, box, (value) => values.includes(value));
  SelectFilter.refresh_icons(box.id.replace(/_to$/, ""));
}

function addInlineRows(fields) {
  for (const [name, value] of fields) {
    if (!name.endsWith("-TOTAL_FORMS")) continue;
    const group = document.getElementById(`${name.replace(/-TOTAL_FORMS$/, "")}-group`);
    const total = form.elements[name];
    while (group && total && Number(total.value) < Number(value)) {
      const previousTotal = total.value;
      group.querySelector(".add-row a")?.click();
      if (total.value === previousTotal) break;
    }
  }
}

function fillField(element, values, shown) {
  const editor = window.CKEDITOR?.instances[element.id];
  if (editor) return editor.setData(values[0] || "");
  if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
  else if (element instanceof HTMLSelectElement) selectOptions(element, values, shown);
  else if (element.type !== "file") element.value = values.shift() ?? "";
  element.dispatchEvent(new Event("change", { bubbles: true }));
  return undefined;
}

function selectOptions(select, values, shown) {
  for (const value of values) {
    const label = shown?.[`${select.name} ${value}`];
    if (label && ![...select.options].some((option) => option.value === value)) select.add(new Option(label, value));
  }
  for (const option of select.options) option.selected = values.includes(option.value);
}

/** The editors and Django's scripts change the form while they initialise. */
function onEditorsReady(callback) {
  const isLoading = () =>
    window.CKEDITOR && document.querySelector("[data-type=ckeditortype]") && !Object.values(CKEDITOR.instances).every((one) => one.status === "ready");
  const poll = () => (isLoading() ? setTimeout(poll, 200) : setTimeout(callback, 100));
  if (document.readyState === "complete") poll();
  else window.addEventListener("load", poll);
}
