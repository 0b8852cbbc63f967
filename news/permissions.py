"""Permissions on an article: by role, authorship and category scope."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from news.models import Article, Category, CategoryScope
from news.querysets.articles import can_view_all_articles
from news.workflow import ARTICLE_WORKFLOW, ArticleAction, ArticleRole
from portal.accounts.models import User

# Where category_scope_of stores its result on the user.
_SCOPE_ATTRIBUTE = "_news_scope"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
# The Django permission behind each role.
_PERMISSIONS = {
    ArticleRole.EDITOR: "news.edit_any_article",
    ArticleRole.REVIEWER: "news.review_article",
    ArticleRole.PUBLISHER: "news.publish_article",
}


def category_scope_of(user: User) -> frozenset[int] | None:
    """Primary keys of the categories a user is limited to; None for no limit. One query, cached on the user."""
    if not hasattr(user, _SCOPE_ATTRIBUTE):
        chosen = list(CategoryScope.objects.filter(user=user).values_list("category_id", flat=True))
        setattr(user, _SCOPE_ATTRIBUTE, frozenset(chosen) if chosen and not user.is_superuser else None)
    scope: frozenset[int] | None = getattr(user, _SCOPE_ATTRIBUTE)
    return scope


def is_in_scope(user: User, category: Category | None) -> bool:
    """Whether a category, or its parent, is in the user's scope."""
    scope = category_scope_of(user)
    return scope is None or category is None or not scope.isdisjoint({category.pk, category.parent_id})


def assignable_categories(user: User) -> Iterable[Category]:
    """The categories that a user may assign to an article."""
    return Category.objects.reached_by(category_scope_of(user)).in_order()


def article_roles(user: User | None, article: Article) -> frozenset[ArticleRole]:
    """The roles of a user on an article. ``None`` is the system (an importer, a command): all roles."""
    if user is None:
        return frozenset(ArticleRole)
    required_permission = "news.add_article" if article.pk is None else "news.change_article"
    if not user.is_active or not user.has_perm(required_permission):
        return frozenset()
    roles = set()
    if article.created_by_id == user.pk or article.pk is None:
        roles.add(ArticleRole.OWNER)
    if is_in_scope(user, article.category if article.category_id else None):
        roles |= {role for role, permission in _PERMISSIONS.items() if user.has_perm(permission)}
    return frozenset(roles)


def can_perform(user: User | None, action: ArticleAction, article: Article) -> bool:
    """Whether a user may run an action on an article in its current state."""
    return ARTICLE_WORKFLOW.is_allowed(
        action, article.state_at(), article_roles(user, article), is_variant=article.is_pending_revision
    )


def allowed_actions_for(user: User, article: Article) -> list[ArticleAction]:
    """The actions that a user may run on an article in its current state."""
    return ARTICLE_WORKFLOW.allowed_actions(
        article.state_at(), article_roles(user, article), is_variant=article.is_pending_revision
    )


def can_view(user: User, article: Article) -> bool:
    """Whether a staff user may open an article. The query set version is ``ArticleQuerySet.visible_to``."""
    return article.is_published() or can_view_unpublished(user, article)


def can_view_unpublished(user: User, article: Article) -> bool:
    """Whether a staff user may see unpublished data: history, return reasons, removed files, preview links.

    Applies to public articles too. The query set version is ``ArticleRevisionQuerySet.visible_to``.
    """
    return article.created_by_id == user.pk or can_view_all_articles(user)


def users_with_roles(roles: Iterable[ArticleRole], article: Article) -> QuerySet[User]:
    """Users who have one of these roles on an article. The single-user version is ``article_roles``.

    Includes superusers. One query.
    """
    holders = User.objects.none()
    for role in roles:
        holders |= User.objects.with_perm(_PERMISSIONS[role], backend=_BACKEND)
    writers = User.objects.with_perm("news.change_article", backend=_BACKEND)
    limited = CategoryScope.objects.filter(user=OuterRef("pk"))
    reaching = limited.filter(category__in=[article.category_id, article.category.parent_id])
    return User.objects.filter(
        Q(is_superuser=True) | Exists(reaching) | ~Exists(limited), pk__in=holders.values("pk")
    ).filter(pk__in=writers.values("pk"))
