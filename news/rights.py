"""What a person may do to an article: their role, their own hand in it, the categories they work on."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from news import workflow
from news.models import Article, Category, CategoryScope
from news.workflow import Act, Right
from portal.accounts.models import User

_BACKEND = "django.contrib.auth.backends.ModelBackend"
# The permission behind each right that a role gives.
_PERMISSIONS = {
    Right.EDITOR: "news.edit_any_article",
    Right.REVIEWER: "news.review_article",
    Right.PUBLISHER: "news.publish_article",
}


def scope_of(user: User) -> frozenset[int] | None:
    """The keys of the categories that a person is limited to; None when to none. One query, kept on the user."""
    if not hasattr(user, "_news_scope"):
        chosen = list(CategoryScope.objects.filter(user=user).values_list("category_id", flat=True))
        user._news_scope = frozenset(chosen) if chosen and not user.is_superuser else None
    return user._news_scope


def reaches(user: User, category: Category | None) -> bool:
    """Whether a person works on a category: it or its parent is among theirs."""
    scope = scope_of(user)
    return scope is None or category is None or not scope.isdisjoint({category.pk, category.parent_id})


def categories_for(user: User) -> Iterable[Category]:
    """The categories that a person may put an article into."""
    return Category.objects.reached_by(scope_of(user)).in_order()


def rights_of(user: User | None, article: Article) -> frozenset[Right]:
    """What a person is to an article. ``None`` is the portal itself (an importer, a command): it may do anything."""
    if user is None:
        return frozenset(Right)
    writes = "news.add_article" if article.pk is None else "news.change_article"
    if not user.is_active or not user.has_perm(writes):
        return frozenset()
    rights = set()
    if article.created_by_id == user.pk or article.pk is None:
        rights.add(Right.OWNER)
    if reaches(user, article.category if article.category_id else None):
        rights |= {right for right, permission in _PERMISSIONS.items() if user.has_perm(permission)}
    return frozenset(rights)


def may(user: User | None, act: Act, article: Article) -> bool:
    """Whether a person may do an act to an article as it stands now."""
    return workflow.allows(act, article.state_at(), rights_of(user, article), is_version=article.is_version)


def acts_for(user: User, article: Article) -> list[Act]:
    """The acts that a person can do to an article as it stands now."""
    return workflow.acts_for(article.state_at(), rights_of(user, article), is_version=article.is_version)


def may_see(user: User, article: Article) -> bool:
    """Whether a member of staff may open an article. Its twin for many rows is ``ArticleQuerySet.visible_to``."""
    if article.is_published() or article.created_by_id == user.pk:
        return True
    return user.has_perm("news.edit_any_article") or user.has_perm("news.publish_article")


def people_with(wanted: Iterable[Right], article: Article) -> QuerySet[User]:
    """Who may do to an article what one of these rights of a role allows. Its twin for one person is ``rights_of``.

    Administrators (superusers) among them. One query.
    """
    holders = User.objects.none()
    for right in wanted:
        holders |= User.objects.with_perm(_PERMISSIONS[right], backend=_BACKEND)
    writers = User.objects.with_perm("news.change_article", backend=_BACKEND)
    limited = CategoryScope.objects.filter(user=OuterRef("pk"))
    reaching = limited.filter(category__in=[article.category_id, article.category.parent_id])
    return User.objects.filter(
        Q(is_superuser=True) | Exists(reaching) | ~Exists(limited), pk__in=holders.values("pk")
    ).filter(pk__in=writers.values("pk"))
