"""What apps register is found at first use, once, in the order of the apps."""

import sys

import pytest

from portal.core.registry import Registry


@pytest.fixture
def discovered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the modules that were looked for; the first look registers two items."""
    found: list[str] = []

    def look_for(name: str) -> None:
        found.append(name)
        REGISTRY.register("later", "last")

    monkeypatch.setattr("portal.core.registry.autodiscover_modules", look_for)
    return found


REGISTRY: Registry[str] = Registry("things")


def test_modules_are_looked_for_at_first_use_and_once(discovered: list[str]) -> None:
    REGISTRY.register("early")
    assert discovered == []
    assert list(REGISTRY) == ["early", "later", "last"]
    assert list(REGISTRY) == ["early", "later", "last"]
    assert discovered == ["things"]


def test_an_app_whose_module_is_broken_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed look leaves nothing behind, so the next use fails as well instead of serving half of the items."""
    registry: Registry[str] = Registry("broken_things")
    monkeypatch.setitem(sys.modules, "news.broken_things", None)
    monkeypatch.setattr("django.utils.module_loading.module_has_submodule", lambda *names: True)
    for _attempt in range(2):
        with pytest.raises(ImportError):
            list(registry)


def test_a_registration_while_iterating_does_not_disturb(monkeypatch: pytest.MonkeyPatch) -> None:
    registry: Registry[str] = Registry("nothing_has_this_name")
    registry.register("one")
    for item in registry:
        registry.register(f"{item} more")
    assert list(registry) == ["one", "one more"]
