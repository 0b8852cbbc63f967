// "In bài": the browser's print dialog, once every picture of the article has arrived.

for (const button of document.querySelectorAll("[data-portal-print]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await loadPictures();
    window.print();
  });
}

/** Pictures below the fold load on scrolling; on paper they would be blank. */
async function loadPictures() {
  const pictures = [...document.querySelectorAll("[data-portal-article] img")];
  for (const picture of pictures) picture.loading = "eager";
  await Promise.allSettled(pictures.map((picture) => picture.decode()));
}
