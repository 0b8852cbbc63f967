"""axe-core: WCAG 2.2 A and AA, and a contrast of 7:1."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tools.audit.findings import Finding

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Not part of these tags, or off by default: target size, and a contrast of 7:1 instead of 4.5:1.
ALSO = ["target-size", "color-contrast-enhanced"]
RUN = """async ({ tags, also }) => {
  const rules = [...new Set([...axe.getRules(tags).map(({ ruleId }) => ruleId), ...also])];
  const options = { runOnly: { type: 'rule', values: rules }, resultTypes: ['violations'] };
  const answer = await axe.run(document, options);
  return answer.violations.flatMap(({id, help, nodes}) => nodes.map((node) => ({
    id, help, where: node.target.flat().join(' '),
    data: [...node.any, ...node.all, ...node.none].map((check) => check.data)
      .find((data) => data?.fgColor && data?.contrastRatio),
  })));
}"""


class Axe:
    """The rules of axe-core, as the installed package has them."""

    def __init__(self, packages: Path) -> None:
        self._source = (packages / "axe-core" / "axe.min.js").read_text()

    def faults(self, page: Page) -> list[Finding]:
        # Evaluated rather than added as a script, which the page's CSP would refuse.
        page.evaluate(self._source)
        found = page.evaluate(RUN, {"tags": TAGS, "also": ALSO})
        return [Finding(fault["where"], _words(fault)) for fault in found]


def _words(fault: dict[str, Any]) -> str:
    data = fault.get("data")
    measured = f" ({data['fgColor']} on {data['bgColor']} is {data['contrastRatio']}:1)" if data else ""
    return f"{fault['id']}: {fault['help']}{measured}"
