() => {
  const main = document.querySelector("main") ?? document.body;
  return [...shownTexts(main)]
    .filter((node) => !node.parentElement.closest("button, [role=button], [role=status], [aria-live]"))
    .map((node) => node.data.replace(/\s+/g, " ").trim());
}
