// "In bài": opens the print dialog once all images of the article have loaded. Every printout, by the button or the
// browser menu, shows the time of printing.

for (const button of document.querySelectorAll("[data-portal-print]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await loadImages();
    window.print();
  });
}

const NUMERIC_FORMAT = { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };
// In English the month is a word, because 03/04 is ambiguous.
const DATE_FORMATS = { vi: ["vi-VN", NUMERIC_FORMAT], en: ["en-GB", { dateStyle: "long", timeStyle: "short" }] };

window.addEventListener("beforeprint", () => {
  const now = new Date().toLocaleString(...(DATE_FORMATS[document.documentElement.lang] ?? DATE_FORMATS.vi));
  for (const element of document.querySelectorAll("[data-portal-printed]")) {
    element.textContent = `. ${element.dataset.portalPrinted} ${now}.`;
  }
});

/** Loads lazy images, which would be blank in print. */
async function loadImages() {
  const images = [...document.querySelectorAll("[data-portal-article] img")];
  for (const image of images) image.loading = "eager";
  await Promise.allSettled(images.map((image) => image.decode()));
}
