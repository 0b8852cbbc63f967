// "In bài": the browser's print dialog, once every picture of the article has arrived. Whatever is printed from such a
// page, by the button or by the browser's own menu, says when.

for (const button of document.querySelectorAll("[data-portal-print]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await loadPictures();
    window.print();
  });
}

window.addEventListener("beforeprint", () => {
  const now = new Date().toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
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
