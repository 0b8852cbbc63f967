"""The search sources of all apps fit together."""

from portal.core.search import sources


def test_kinds_and_slugs_are_unique_and_fit_the_index() -> None:
    kinds, slugs = [source.kind for source in sources], [source.slug for source in sources]
    assert len(kinds) >= 14
    assert len(set(kinds)) == len(kinds)
    assert len(set(slugs)) == len(slugs)
    assert all(len(kind) <= 8 for kind in kinds)


def test_every_source_watches_its_originals() -> None:
    assert [source.kind for source in sources if source.originals().model not in source.watched_models] == []


def test_models_of_files_are_watched_through_their_original() -> None:
    for source in sources:
        for model, column in source.file_models.items():
            assert model in source.watched_models
            assert model._meta.get_field(column.removesuffix("_id")).related_model is source.originals().model
