"""Renders the demonstration documents (portal/documents/demo_data/documents.toml) to the PDF files beside them.

Run it after their texts have changed. It needs the browser of the tests. The format is that of administrative
documents. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

import os
import sys
import tomllib
from html import escape
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "portal" / "documents" / "demo_data"
sys.path.insert(0, str(ROOT))
SHEET_HTML = """<!doctype html><html lang="vi"><head><title>{reference}</title><style>
@page {{ size: A4; margin: 20mm 15mm 20mm 30mm }}
body {{ font: 14pt/1.3 "Liberation Serif", serif }}
.heads {{ display: flex; justify-content: space-between; text-align: center; font-size: 13pt }}
p {{ text-align: justify; text-indent: 1cm; margin: 6pt 0 }} .heads p, .middle, .sign p {{ text-align: center; text-indent: 0; margin: 0 }}
.middle {{ margin: 18pt 0 }} .sign {{ margin: 24pt 0 0 50% }} em {{ font-size: 12pt }}
</style></head><body>
<div class="heads"><div><p>CƠ QUAN TRÌNH DIỄN</p><p><b>VĂN PHÒNG</b></p><p>Số: {reference}</p></div>
<div><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p><p><b>Độc lập - Tự do - Hạnh phúc</b></p><p><i>{day}</i></p></div></div>
<h1 class="middle" style="font-size:14pt">{kind}<br>{abstract}</h1>{articles}
<div class="sign"><p><b>{post}</b></p></div>
<p><em>Văn bản này chỉ dùng để trình diễn cổng thông tin, không phải văn bản của cơ quan nào.</em></p>
</body></html>"""  # noqa: E501  # a sheet of print


def render_sheet(document: dict[str, Any]) -> str:
    from portal.core.text.dates import administrative_date  # the path above comes first

    articles = "".join(
        f"<p><b>{number}.</b> {escape(text)}</p>" for number, text in enumerate(document["articles"], start=1)
    )
    return SHEET_HTML.format(
        reference=escape(document["reference"]),
        day=administrative_date(document["issued_on"]).capitalize(),
        kind=document["kind"].upper(),
        abstract=escape(document["abstract"]),
        articles=articles,
        post=escape(document["signer_post"]).upper(),
    )


def main() -> None:
    documents = tomllib.loads((FOLDER / "documents.toml").read_text())["documents"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        for document in documents:
            page.set_content(render_sheet(document))
            page.pdf(path=FOLDER / "files" / document["file"], prefer_css_page_size=True, tagged=True)
        browser.close()


if __name__ == "__main__":
    main()
