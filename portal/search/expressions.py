"""Boolean expressions over tokens (and, or, not), which an engine translates to its query syntax."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class AllOf:
    parts: "tuple[Expression, ...]"


@dataclass(frozen=True)
class AnyOf:
    parts: "tuple[Expression, ...]"


@dataclass(frozen=True)
class AndNot:
    """Never used alone: no engine can list the entries that lack a token."""

    included: "Expression"
    excluded: "Expression"


@dataclass(frozen=True)
class Prefix:
    """Any token with this prefix."""

    start: str


Expression = str | AllOf | AnyOf | AndNot | Prefix


def all_of(parts: "Iterable[Expression]") -> Expression:
    """Conjunction; a single part is returned as it is, duplicates are removed and nested conjunctions flattened."""
    different = tuple(dict.fromkeys(_flattened(parts)))
    return different[0] if len(different) == 1 else AllOf(different)


def _flattened(parts: "Iterable[Expression]") -> "Iterator[Expression]":
    for part in parts:
        if isinstance(part, AllOf):
            yield from part.parts
        else:
            yield part


def any_of(parts: "Iterable[Expression]") -> Expression:
    different = tuple(dict.fromkeys(parts))
    return different[0] if len(different) == 1 else AnyOf(different)


@dataclass(frozen=True)
class ExpressionSyntax:
    """How one engine writes an expression. Tokens hold letters, digits and ``_`` only (``tokens.tokens``)."""

    conjunction: str
    disjunction: str
    negation: str
    token: str
    prefix: str

    def render(self, expression: Expression) -> str:
        match expression:
            case str():
                return self.token.format(expression)
            case Prefix():
                return self.prefix.format(expression.start)
            case AllOf():
                return f"({self.conjunction.join(map(self.render, expression.parts))})"
            case AnyOf():
                return f"({self.disjunction.join(map(self.render, expression.parts))})"
            case AndNot():
                return f"({self.render(expression.included)}{self.negation}{self.render(expression.excluded)})"
