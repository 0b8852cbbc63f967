"""Renders static/img/share.png, the share image of pages without an image: the emblem on 1200 × 630 px.

Run it after a change of emblem or colours. Needs the browser of the tests.
"""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
WIDTH, HEIGHT = 1200, 630
# The colours are those of the light theme in static/css/tokens.css.
SHARE_IMAGE_SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">
  <rect width="1200" height="630" fill="#fbf8f1"/>
  <rect width="1200" height="24" fill="#8c1518"/>
  <rect y="622" width="1200" height="8" fill="#d8b264"/>
  <svg x="420" y="140" width="360" height="360" viewBox="0 0 64 64">{emblem}</svg>
</svg>"""


def main() -> None:
    emblem = (IMAGES / "emblem.svg").read_text()
    inner = emblem[emblem.index(">") + 1 : emblem.rindex("</svg>")]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(f'<body style="margin:0">{SHARE_IMAGE_SVG.format(emblem=inner)}</body>')
        drawn = Image.open(io.BytesIO(page.screenshot()))
        browser.close()
    drawn.convert("RGB").quantize(48, dither=Image.Dither.NONE).save(IMAGES / "share.png", optimize=True)


if __name__ == "__main__":
    main()
