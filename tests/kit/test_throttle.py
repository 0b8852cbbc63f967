"""The dam against floods counts per key and lets go after a while."""

from django.core.cache import cache

from portal.kit.throttle import is_within_rate


class TestRate:
    def test_the_first_so_many_pass(self) -> None:
        assert [is_within_rate("a", 3) for _ in range(5)] == [True, True, True, False, False]

    def test_each_key_counts_for_itself(self) -> None:
        assert [is_within_rate(key, 1) for key in ("a", "b", "a")] == [True, True, False]

    def test_it_begins_anew_when_the_count_is_gone(self) -> None:
        assert [is_within_rate("a", 1), is_within_rate("a", 1)] == [True, False]
        cache.clear()
        assert is_within_rate("a", 1)
