// Content check panel: updates after each pause in typing; each finding links to its place in the form or in the
// editor. A classic script, as CKEditor 4 is one. Without it the button opens the report in a new tab.

(function () {
  "use strict";

  const DEBOUNCE_MS = 1200;
  const panel = document.querySelector("[data-portal-checks]");
  const form = panel && panel.closest("form");
  if (!form) return;

  const report = panel.querySelector("[data-portal-checks-report]");
  const status = panel.querySelector("[data-portal-checks-status]");
  let timer = null;
  let latestRequestId = 0;

  function editor() {
    if (typeof CKEDITOR === "undefined") return null;
    return Object.values(CKEDITOR.instances).find((instance) => instance.element.$.name === "body") || null;
  }

  // --- checking -------------------------------------------------------------------------------------------------

  function buildFormData() {
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "title", "summary", "lead_image"]) {
      const field = form.elements.namedItem(name);
      if (field) data.append(name, field.value);
    }
    for (const part of ["published_at_0", "published_at_1"]) {
      const field = form.elements.namedItem(part);
      if (field) data.append(part, field.value);
    }
    for (const field of form.querySelectorAll("[name^='bylines-']:not([name*='__prefix__'])")) {
      if (field.type !== "checkbox" || field.checked) data.append(field.name, field.value);
    }
    const body = form.elements.namedItem("body");
    const bodyEditor = editor();
    if (bodyEditor && bodyEditor.status === "ready") data.append("body", bodyEditor.getData());
    else if (body) data.append("body", body.value);
    return data;
  }

  async function runChecks() {
    const requestId = ++latestRequestId;
    try {
      const response = await fetch(panel.dataset.portalChecks, {
        method: "POST",
        body: buildFormData(),
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
        redirect: "error",
      });
      if (!response.ok) throw new Error(String(response.status));
      const html = await response.text();
      if (requestId === latestRequestId) renderReport(html);
    } catch {
      // Session expired or network error: the panel says so and keeps its findings.
      if (requestId === latestRequestId) setStatus(panel.dataset.portalChecksFailed, true);
    }
  }

  function renderReport(html) {
    const before = report.textContent;
    const focused = report.contains(document.activeElement) ? document.activeElement.textContent : null;
    report.innerHTML = html;
    revealGotoButtons();
    if (focused) {
      const again = [...report.querySelectorAll("button")].find((button) => button.textContent === focused);
      (again || panel.querySelector("[data-portal-checks-rerun]")).focus();
    }
    const count = report.querySelector(".content-checks__count");
    // Announced to screen readers only when something has changed.
    if (before !== report.textContent && count) setStatus(count.textContent, false);
  }

  function setStatus(text, isVisible) {
    status.textContent = text;
    status.classList.toggle("visually-hidden", !isVisible);
    status.classList.toggle("content-checks__status--visible", isVisible);
  }

  function scheduleChecks() {
    clearTimeout(timer);
    timer = setTimeout(runChecks, DEBOUNCE_MS);
  }

  // --- navigation to a finding ---------------------------------------------------------------------------------------

  function revealGotoButtons() {
    for (const button of report.querySelectorAll("[data-portal-check-field]")) button.hidden = false;
  }

  function goToFinding(button) {
    const { portalCheckField: field, portalCheckElement: tag, portalCheckExcerpt: text } = button.dataset;
    const bodyEditor = field === "body" && editor();
    if (!bodyEditor) {
      focusFormField(field);
      return;
    }
    const element = tag && findElement(bodyEditor.editable().$, tag, Number(button.dataset.portalCheckNumber), normalized(text));
    bodyEditor.focus();
    if (element) selectInEditor(bodyEditor, element, normalized(text));
  }

  function focusFormField(name) {
    const field = form.elements.namedItem(name) || form.elements.namedItem(`${name}_0`) || firstInlineField(name);
    if (!field) return;
    // The admin hides the select of an image or author behind an autocomplete box.
    const box = field.nextElementSibling && field.nextElementSibling.querySelector(".select2-selection");
    (box || field).focus();
    (box || field).scrollIntoView({ block: "center" });
  }

  /** Of the inline rows: the field of the first row, or the button that adds one. */
  function firstInlineField(name) {
    const group = document.getElementById(`${name}-group`);
    return group && (group.querySelector(".form-row:not(.empty-form) select, .form-row:not(.empty-form) input:not([type=hidden])") || group.querySelector(".add-row a, .add-row button"));
  }

  function normalized(text) {
    return text.replace(/…$/, "").replace(/\s+/g, " ").trim().normalize("NFC");
  }

  function normalizedText(element) {
    return element.textContent.replace(/\s+/g, " ").normalize("NFC");
  }

  /** The editor adds its own images (handles) and empty paragraphs, so text is matched before index. */
  function findElement(root, tag, number, text) {
    const all = [...root.querySelectorAll(tag)].filter((one) => !one.matches(".cke_reset, .cke_widget_drag_handler"));
    const byNumber = all[number - 1];
    if (tag === "img" || !text) return byNumber;
    const matching = all.filter((one) => normalizedText(one).includes(text));
    return matching.includes(byNumber) ? byNumber : matching[0] || byNumber;
  }

  function selectInEditor(bodyEditor, element, text) {
    const ckElement = new CKEDITOR.dom.element(element);
    if (element.tagName === "IMG") {
      const widget = bodyEditor.widgets && bodyEditor.widgets.getByElement(ckElement);
      if (widget) widget.focus();
      else bodyEditor.getSelection().selectElement(ckElement);
    } else {
      const range = bodyEditor.createRange();
      const inside = textRange(element, text);
      if (inside) {
        range.setStart(new CKEDITOR.dom.text(inside.startContainer), inside.startOffset);
        range.setEnd(new CKEDITOR.dom.text(inside.endContainer), inside.endOffset);
      } else {
        range.selectNodeContents(ckElement);
      }
      bodyEditor.getSelection().selectRanges([range]);
    }
    element.scrollIntoView({ block: "center" });
  }

  /** The range of a text within an element, across bold and links; null if it is not found. */
  function textRange(element, excerpt) {
    if (!excerpt) return null;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = "";
    const nodes = [];
    while (walker.nextNode()) {
      nodes.push({ node: walker.currentNode, start: text.length });
      text += walker.currentNode.data.replace(/\s/g, " ");
    }
    const at = text.indexOf(excerpt);
    if (at < 0) return null;
    const range = document.createRange();
    for (const { node, start } of nodes) {
      const end = start + node.data.length;
      if (at >= start && at < end) range.setStart(node, at - start);
      if (at + excerpt.length > start && at + excerpt.length <= end) range.setEnd(node, at + excerpt.length - start);
    }
    return range;
  }

  // --- events -----------------------------------------------------------------------------------------------

  form.addEventListener("input", scheduleChecks);
  form.addEventListener("change", scheduleChecks);
  // The autocomplete boxes for images and authors trigger jQuery events only.
  if (window.django && window.django.jQuery) window.django.jQuery(form).on("change", "select", scheduleChecks);
  if (typeof CKEDITOR !== "undefined") {
    CKEDITOR.on("instanceReady", (ready) => ready.editor.on("change", scheduleChecks));
    const bodyEditor = editor();
    if (bodyEditor && bodyEditor.status === "ready") bodyEditor.on("change", scheduleChecks);
  }

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-portal-check-field]");
    if (button) goToFinding(button);
    if (event.target.closest("[data-portal-checks-rerun]")) {
      event.preventDefault();
      clearTimeout(timer);
      setStatus(panel.dataset.portalChecksWorking, false);
      runChecks();
    }
  });

  revealGotoButtons();
})();
