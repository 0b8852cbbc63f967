// In the admin: the checks panel looks again after each pause in typing, and each finding leads to its place in the
// form or in the editor. A classic script, as CKEditor 4 is one. Without it the button opens the report in a new tab.

(function () {
  "use strict";

  const PAUSE_MS = 1200;
  const panel = document.querySelector("[data-portal-checks]");
  const form = panel && panel.closest("form");
  if (!form) return;

  const report = panel.querySelector("[data-portal-checks-report]");
  const status = panel.querySelector("[data-portal-checks-status]");
  let timer = null;
  let latest = 0;

  function editor() {
    if (typeof CKEDITOR === "undefined") return null;
    return Object.values(CKEDITOR.instances).find((instance) => instance.element.$.name === "body") || null;
  }

  // --- looking -------------------------------------------------------------------------------------------------

  function fields() {
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "title", "summary", "lead_picture"]) {
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
    const writing = editor();
    if (writing && writing.status === "ready") data.append("body", writing.getData());
    else if (body) data.append("body", body.value);
    return data;
  }

  async function look() {
    const asked = ++latest;
    try {
      const answer = await fetch(panel.dataset.portalChecks, {
        method: "POST",
        body: fields(),
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
        redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (asked === latest) show(html);
    } catch {
      // The session has ended or the line is cut: the panel says so and keeps what it knew.
      if (asked === latest) say(panel.dataset.portalChecksFailed, true);
    }
  }

  function show(html) {
    const before = report.textContent;
    const focused = report.contains(document.activeElement) ? document.activeElement.textContent : null;
    report.innerHTML = html;
    showButtons();
    if (focused) {
      const again = [...report.querySelectorAll("button")].find((button) => button.textContent === focused);
      (again || panel.querySelector("[data-portal-checks-again]")).focus();
    }
    const count = report.querySelector(".checks__count");
    // Read out only when something has changed.
    if (before !== report.textContent && count) say(count.textContent, false);
  }

  function say(words, isShown) {
    status.textContent = words;
    status.classList.toggle("visually-hidden", !isShown);
    status.classList.toggle("checks__status--shown", isShown);
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  }

  // --- going there ---------------------------------------------------------------------------------------------

  function showButtons() {
    for (const button of report.querySelectorAll("[data-portal-check-field]")) button.hidden = false;
  }

  function go(button) {
    const { portalCheckField: field, portalCheckElement: tag, portalCheckWords: words } = button.dataset;
    const writing = field === "body" && editor();
    if (!writing) {
      focusField(field);
      return;
    }
    const element = tag && elementIn(writing.editable().$, tag, Number(button.dataset.portalCheckNumber), plain(words));
    writing.focus();
    if (element) select(writing, element, plain(words));
  }

  function focusField(name) {
    // Who signs stands in rows of its own; where there is none yet, the link that adds one.
    const row = name === "author" && form.querySelector("#bylines-group .add-row a");
    const field = row || form.elements.namedItem(name) || form.elements.namedItem(`${name}_0`);
    if (!field) return;
    // The admin hides a picture's or an author's own field behind a box that looks for them.
    const box = field.nextElementSibling && field.nextElementSibling.querySelector(".select2-selection");
    (box || field).focus();
    (box || field).scrollIntoView({ block: "center" });
  }

  function plain(words) {
    return words.replace(/…$/, "").replace(/\s+/g, " ").trim().normalize("NFC");
  }

  function textOf(element) {
    return element.textContent.replace(/\s+/g, " ").normalize("NFC");
  }

  /** The editor adds pictures of its own (handles) and empty paragraphs, so words come before numbers. */
  function elementIn(root, tag, number, words) {
    const all = [...root.querySelectorAll(tag)].filter((one) => !one.matches(".cke_reset, .cke_widget_drag_handler"));
    const counted = all[number - 1];
    if (tag === "img" || !words) return counted;
    const fitting = all.filter((one) => textOf(one).includes(words));
    return fitting.includes(counted) ? counted : fitting[0] || counted;
  }

  function select(writing, element, words) {
    const place = new CKEDITOR.dom.element(element);
    if (element.tagName === "IMG") {
      const widget = writing.widgets && writing.widgets.getByElement(place);
      if (widget) widget.focus();
      else writing.getSelection().selectElement(place);
    } else {
      const range = writing.createRange();
      const inside = rangeOf(element, words);
      if (inside) {
        range.setStart(new CKEDITOR.dom.text(inside.startContainer), inside.startOffset);
        range.setEnd(new CKEDITOR.dom.text(inside.endContainer), inside.endOffset);
      } else {
        range.selectNodeContents(place);
      }
      writing.getSelection().selectRanges([range]);
    }
    element.scrollIntoView({ block: "center" });
  }

  /** The words within an element, however they are broken up by bold and links; null when they are not there as such. */
  function rangeOf(element, words) {
    if (!words) return null;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = "";
    const nodes = [];
    while (walker.nextNode()) {
      nodes.push({ node: walker.currentNode, start: text.length });
      text += walker.currentNode.data.replace(/\s/g, " ");
    }
    const at = text.indexOf(words);
    if (at < 0) return null;
    const range = document.createRange();
    for (const { node, start } of nodes) {
      const end = start + node.data.length;
      if (at >= start && at < end) range.setStart(node, at - start);
      if (at + words.length > start && at + words.length <= end) range.setEnd(node, at + words.length - start);
    }
    return range;
  }

  // --- listening -----------------------------------------------------------------------------------------------

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  // The admin's boxes for pictures and authors tell their changes through jQuery only.
  if (window.django && window.django.jQuery) window.django.jQuery(form).on("change", "select", soon);
  if (typeof CKEDITOR !== "undefined") {
    CKEDITOR.on("instanceReady", (ready) => ready.editor.on("change", soon));
    const writing = editor();
    if (writing && writing.status === "ready") writing.on("change", soon);
  }

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-portal-check-field]");
    if (button) go(button);
    if (event.target.closest("[data-portal-checks-again]")) {
      event.preventDefault();
      clearTimeout(timer);
      say(panel.dataset.portalChecksWorking, false);
      look();
    }
  });

  showButtons();
})();
