// A film of another host plays in place once the reader asks for it; before that nothing is asked of that host.

for (const figure of document.querySelectorAll("figure[data-portal-video]")) {
  figure.querySelector("a").addEventListener("click", (event) => {
    // A click that asks for a new tab or window keeps its meaning.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    play(figure, event.currentTarget);
  });
}

function play(figure, link) {
  const address = new URL(figure.dataset.portalVideo);
  address.searchParams.set("autoplay", "1");
  const player = document.createElement("iframe");
  player.src = address;
  player.title = figure.querySelector("figcaption")?.textContent ?? link.textContent;
  player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  link.replaceWith(player);
  player.focus();
}
