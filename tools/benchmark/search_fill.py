"""``python -m tools.benchmark.search_fill COUNT``: the news of ``tools.benchmark.fill``, with some rare words.

``python -m tools.benchmark.search_fill relevance`` stores the texts of the relevance set instead.
"""

import sys

from tools.benchmark.fill import fill  # sets Django up, so it comes first

# isort: split
from news.models import Article
from portal.images.body_html import render_body
from tests.search.relevance import judging

# One in this many articles has the sentence; its single words, folded, are frequent.
RARE = {1_000: "Người trồng chè đắng phấn khởi.", 20_000: "Hạt dẻ Trùng Khánh được mùa."}


def add_rare_words() -> None:
    for one_in, sentence in RARE.items():
        articles = list(Article.objects.order_by("pk")[one_in // 2 :: one_in])
        for article in articles:
            article.body += f"<p>{sentence}</p>"
            article.body_rendered = render_body(article.body)
        Article.objects.bulk_update(articles, ["body", "body_rendered"], batch_size=200)


if __name__ == "__main__":
    if sys.argv[1] == "relevance":
        judging.store()
    else:
        fill(int(sys.argv[1]))
        add_rare_words()
