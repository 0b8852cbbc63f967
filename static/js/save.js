// "Lưu bài": the article as one HTML file with its pictures inside, readable without a connection.

const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1.125rem/1.65 "Be Vietnam Pro", Arial, sans-serif; }
h1, h2, h3, h4 { line-height: 1.3; }
img { max-width: 100%; height: auto; }
figure { margin: 1.5rem 0; }
figcaption, footer { font-size: 0.9375rem; }
blockquote { margin-inline: 0; padding-inline-start: 1.25rem; border-inline-start: 3px solid; }
.table-scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: 0.4rem 0.6rem; border: 1px solid; text-align: start; vertical-align: top; }
ul.gallery__list { padding: 0; list-style: none; }
`;

for (const button of document.querySelectorAll("[data-portal-save]")) {
  button.hidden = false;
  button.addEventListener("click", () => save(button));
}

async function save(button) {
  const status = button.parentElement.querySelector("[data-portal-tools-status]");
  button.disabled = true;
  status.textContent = button.dataset.portalBusy;
  try {
    const page = await selfContained(document.querySelector("[data-portal-article]"), button.dataset.portalOrigin);
    download(page, button.dataset.portalSave);
    status.textContent = "";
  } catch {
    status.textContent = button.dataset.portalFailed;
  } finally {
    button.disabled = false;
  }
}

async function selfContained(article, originLabel) {
  const address = document.querySelector("link[rel=canonical]")?.href ?? window.location.href;
  // A document of its own: what is put into it is neither loaded nor shown.
  const page = document.implementation.createHTMLDocument(document.title);
  const copy = page.importNode(article, true);
  for (const part of copy.querySelectorAll("[data-portal-save-skip], .print-only, iframe")) part.remove();
  for (const link of copy.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), address);
  await inlinePictures(copy);

  const origin = element(page, "footer", {}, `${originLabel} `);
  origin.append(element(page, "a", { href: address }, address));
  page.body.append(copy, element(page, "hr", {}), origin);
  return `<!doctype html>
<html lang="${document.documentElement.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${page.querySelector("title").outerHTML}
<style>${STYLE}</style>
</head>
${page.body.outerHTML}
</html>
`;
}

async function inlinePictures(copy) {
  for (const picture of copy.querySelectorAll("picture")) picture.replaceWith(picture.querySelector("img"));
  const pictures = [...copy.querySelectorAll("img")];
  await Promise.all(
    pictures.map(async (picture) => {
      picture.setAttribute("src", await dataAddress(picture.getAttribute("src")));
      for (const name of ["srcset", "sizes", "loading", "decoding", "fetchpriority"]) picture.removeAttribute(name);
    }),
  );
}

async function dataAddress(address) {
  const answer = await fetch(new URL(address, window.location.href));
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const content = await answer.blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(content);
  });
}

function element(page, name, attributes, text = "") {
  const made = page.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

function download(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/html;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
