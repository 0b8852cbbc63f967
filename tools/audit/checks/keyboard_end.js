(seen) => {
  const reached = new Set(seen);
  return window.portalAudit.elements
    .filter((element, number) => !reached.has(number) && element.isConnected && isShown(element))
    .map(nameOf);
}
