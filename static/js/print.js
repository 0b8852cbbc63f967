// "In bài": the browser's print dialog, once every picture of the article has arrived. Whatever is printed from such a
// page, by the button or by the browser's own menu, says when.

for (const button of document.querySelectorAll("[data-portal-print]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await loadPictures();
    window.print();
  });
}

const DIGITS = { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };
// In English the month is a word: 03/04 is another day to every other reader.
const FORMS = { vi: ["vi-VN", DIGITS], en: ["en-GB", { dateStyle: "long", timeStyle: "short" }] };

window.addEventListener("beforeprint", () => {
  const now = new Date().toLocaleString(...(FORMS[document.documentElement.lang] ?? FORMS.vi));
  for (const place of document.querySelectorAll("[data-portal-printed]")) {
    place.textContent = `. ${place.dataset.portalPrinted} ${now}.`;
  }
});

/** Pictures below the fold load on scrolling; on paper they would be blank. */
async function loadPictures() {
  const pictures = [...document.querySelectorAll("[data-portal-article] img")];
  for (const picture of pictures) picture.loading = "eager";
  await Promise.allSettled(pictures.map((picture) => picture.decode()));
}
