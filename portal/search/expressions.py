"""Which tokens an entry must have, may have, must not have: what an engine turns into the query of its database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class AllOf:
    parts: "tuple[Expression, ...]"


@dataclass(frozen=True)
class AnyOf:
    parts: "tuple[Expression, ...]"


@dataclass(frozen=True)
class ButNot:
    """Never alone: no engine lists what lacks something."""

    wanted: "Expression"
    unwanted: "Expression"


@dataclass(frozen=True)
class Prefix:
    """Any token that begins so."""

    start: str


Expression = str | AllOf | AnyOf | ButNot | Prefix


def all_of(parts: "Iterable[Expression]") -> Expression:
    """One part stands for itself; parts that say the same are said once, on one level."""
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
class Spelling:
    """How one engine writes an expression. Tokens hold letters, figures and ``_`` only (``words.tokens``)."""

    conjunction: str
    disjunction: str
    exception: str
    token: str
    prefix: str

    def write(self, expression: Expression) -> str:
        match expression:
            case str():
                return self.token.format(expression)
            case Prefix():
                return self.prefix.format(expression.start)
            case AllOf():
                return f"({self.conjunction.join(map(self.write, expression.parts))})"
            case AnyOf():
                return f"({self.disjunction.join(map(self.write, expression.parts))})"
            case ButNot():
                return f"({self.write(expression.wanted)}{self.exception}{self.write(expression.unwanted)})"
