// Plays a video of another host in place after a click; no earlier request to that host.

for (const figure of document.querySelectorAll("figure[data-portal-video]")) {
  figure.querySelector("a").addEventListener("click", (event) => {
    // A click for a new tab or window keeps its default.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    play(figure, event.currentTarget);
  });
}

function play(figure, link) {
  const url = new URL(figure.dataset.portalVideo);
  url.searchParams.set("autoplay", "1");
  const player = document.createElement("iframe");
  player.src = url;
  player.title = figure.querySelector("figcaption")?.textContent ?? link.textContent;
  player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  link.replaceWith(player);
  player.focus();
}
