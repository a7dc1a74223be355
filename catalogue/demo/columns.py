"""Which column is made of which, read out of a step's SQL: no column is traced by hand.

An edge is DIRECT when the value goes into the column, and INDIRECT when it decides about it or about the rows. A table
that the step itself makes on the way is looked through, so that edges lead to what the step reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp, parse
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope
from sqlglot.schema import MappingSchema

DIALECT = "duckdb"
IDENTITY, TRANSFORMATION, AGGREGATION = "IDENTITY", "TRANSFORMATION", "AGGREGATION"
_RANK = {IDENTITY: 0, TRANSFORMATION: 1, AGGREGATION: 2}
FILTER, JOIN, GROUP_BY, SORT, WINDOW, CONDITIONAL = "FILTER", "JOIN", "GROUP_BY", "SORT", "WINDOW", "CONDITIONAL"
SAID = {
    IDENTITY: "Taken over as it is",
    TRANSFORMATION: "Worked out from it",
    AGGREGATION: "Counted or summed over rows",
    FILTER: "Decides which rows count",
    JOIN: "Joins the tables",
    GROUP_BY: "Rows are grouped by it",
    SORT: "Rows are put in order by it",
    WINDOW: "Decides about the place among rows",
    CONDITIONAL: "Decides which value is taken",
}
# The function that encrypts identifiers: what goes through it can no longer be read.
MASKING = "encrypted"

Name = tuple[str, str]
# Tables by schema and name, with their columns in order.
Tables = Mapping[Name, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Edge:
    """A column of a table that is read, and how it goes into what is made."""

    table: Name
    column: str
    subtype: str
    description: str = ""
    masking: bool = False

    @property
    def direct(self) -> bool:
        """True when the value itself goes in."""
        return self.subtype in _RANK


@dataclass(frozen=True, slots=True)
class Made:
    """A table that a statement makes: edges by column, and those that concern all its rows."""

    table: Name
    columns: Mapping[str, tuple[Edge, ...]]
    rows: tuple[Edge, ...]

    def edges(self) -> Iterator[Edge]:
        """All edges."""
        for edges in self.columns.values():
            yield from edges
        yield from self.rows


def trace(sql: str, tables: Tables) -> list[Made]:
    """What the statements of a step make, and of what.

    tables: all that stand there before. Raises sqlglot's errors for SQL that names what is not there.
    """
    made: dict[Name, Made] = {}
    for statement in parse(sql, dialect=DIALECT):
        if isinstance(statement, exp.Create):
            known = {**tables, **{name: tuple(one.columns) for name, one in made.items()}}
            found = _Statement(statement, known).made()
            made[found.table] = _looked_through(found, made)
    return list(made.values())


def _looked_through(found: Made, own: Mapping[Name, Made]) -> Made:
    """Edges that lead to tables of the same step, led on to what those are made of."""
    through = {
        name: tuple(dict.fromkeys(way for edge in edges for way in _led_on(edge, own)))
        for name, edges in found.columns.items()
    }
    rows = [way for edge in found.rows for way in _led_on(edge, own)]
    for table in dict.fromkeys(edge.table for edge in found.edges() if edge.table in own):
        rows += own[table].rows
    return Made(found.table, through, tuple(dict.fromkeys(rows)))


def _led_on(edge: Edge, own: Mapping[Name, Made]) -> Iterator[Edge]:
    if edge.table not in own:
        yield edge
        return
    for way in own[edge.table].columns[edge.column]:
        yield replace(
            way,
            subtype=_both(edge.subtype, way.subtype),
            description=edge.description if edge.subtype != IDENTITY else way.description,
            masking=edge.masking or way.masking,
        )


def _both(outer: str, inner: str) -> str:
    """What two steps one after the other come to: what decides stays deciding, else the stronger one."""
    if outer not in _RANK:
        return outer
    return inner if inner not in _RANK else max(outer, inner, key=_RANK.__getitem__)


class _Statement:
    """One CREATE … AS SELECT, with names made unambiguous."""

    def __init__(self, statement: exp.Create, tables: Tables) -> None:
        self._spelled = {
            _lower(name): (name, {one.lower(): one for one in columns}) for name, columns in tables.items()
        }
        self._target = (statement.this.db, statement.this.name)
        written = statement.expression
        self._columns = [one.alias_or_name for one in written.selects]
        self._said = [" ".join(one.comments or ()).strip() for one in written.selects]
        nested: dict[str, dict[str, dict[str, str]]] = {}
        for (schema, table), columns in tables.items():
            nested.setdefault(schema, {})[table] = dict.fromkeys(columns, "VARCHAR")
        query = qualify(
            written.copy(),
            schema=MappingSchema(_quoted(nested), dialect=DIALECT),
            dialect=DIALECT,
            quote_identifiers=False,
        )
        scope = build_scope(query)
        if scope is None:
            raise ValueError(f"{'.'.join(self._target)} is not made by a query")
        self._scope = scope

    def made(self) -> Made:
        columns = {
            name: tuple(self._described(self._column(self._scope, place), said))
            for place, (name, said) in enumerate(zip(self._columns, self._said, strict=True))
        }
        rows = (edge for scope in self._scope.traverse() for edge in self._of_rows(scope))
        return Made(self._target, columns, tuple(dict.fromkeys(self._described(rows, ""))))

    def _described(self, edges: Iterable[Edge], said: str) -> Iterator[Edge]:
        for edge in dict.fromkeys(edges):
            yield replace(edge, description=said or SAID[edge.subtype])

    def _column(self, scope: Scope, place: int) -> Iterator[Edge]:
        """Edges of the column at a place of a query; of a union, those of all its parts."""
        if scope.set_operation_scopes:
            for part in scope.set_operation_scopes:
                yield from self._column(part, place)
            return
        for column, subtype, masking in _uses(_selects(scope)[place]):
            yield from self._leaves(scope, column, subtype, masking=masking)

    def _leaves(self, scope: Scope, column: exp.Column, subtype: str, *, masking: bool = False) -> Iterator[Edge]:
        source = scope.sources[column.table]
        if isinstance(source, Scope):
            place = [one.alias_or_name for one in _selects(source)].index(column.name)
            for edge in self._column(source, place):
                yield replace(edge, subtype=_both(subtype, edge.subtype), masking=masking or edge.masking)
            return
        name, columns = self._spelled[_lower((source.db, source.name))]
        yield Edge(name, columns[column.name.lower()], subtype, masking=masking)

    def _of_rows(self, scope: Scope) -> Iterator[Edge]:
        """What a query chooses, joins, groups and orders its rows by."""
        query = scope.expression
        if not isinstance(query, exp.Select):
            return
        clauses: list[tuple[exp.Expr | None, str]] = [
            (query.args.get("where"), FILTER),
            (query.args.get("having"), FILTER),
            (query.args.get("group"), GROUP_BY),
            (query.args.get("order"), SORT),
            *((join.args.get("on"), JOIN) for join in query.args.get("joins") or ()),
        ]
        if scope.is_subquery:
            clauses += [(one, FILTER) for one in query.selects]
        for clause, subtype in clauses:
            for column in _columns(clause):
                yield from self._leaves(scope, column, subtype)


def _selects(scope: Scope) -> list[exp.Expr]:
    """What a query selects. Raises TypeError for a scope that is no query."""
    query = scope.expression
    if not isinstance(query, exp.Query):
        raise TypeError(f"{query.sql(DIALECT)} is no query")
    return query.selects


def _columns(expression: exp.Expr | None) -> Iterator[exp.Column]:
    """Columns of a clause; those of queries inside it belong to these."""
    if expression is not None:
        yield from (
            node
            for node in expression.walk(prune=lambda node: isinstance(node, exp.Query))
            if isinstance(node, exp.Column)
        )


def _uses(node: exp.Expr, subtype: str = IDENTITY, *, masking: bool = False) -> Iterator[tuple[exp.Column, str, bool]]:
    """Columns of an expression, how each goes into it, and whether it can still be read."""
    if isinstance(node, exp.Column):
        yield node, subtype, masking
        return
    masking = masking or (isinstance(node, exp.Anonymous) and node.name.lower() == MASKING)
    for child, way in _parts(node, subtype):
        yield from _uses(child, way, masking=masking)


def _parts(node: exp.Expr, subtype: str) -> Iterator[tuple[exp.Expr, str]]:
    """What an expression is put together from, and what each part then is to the whole."""
    if isinstance(node, exp.Query):
        return
    inside = subtype if isinstance(node, exp.Alias | exp.Paren) else _both(subtype, TRANSFORMATION)
    if isinstance(node, exp.AggFunc):
        inside = _both(subtype, AGGREGATION)
    if isinstance(node, exp.If):
        yield node.this, _both(subtype, CONDITIONAL)
    elif isinstance(node, exp.Filter):
        yield node.expression, _both(subtype, FILTER)
    apart = {"this"} if isinstance(node, exp.If) else {"expression"} if isinstance(node, exp.Filter) else set()
    for name, value in node.args.items():
        way = WINDOW if isinstance(node, exp.Window) and name != "this" else inside
        if name not in apart:
            yield from (
                (one, way) for one in (value if isinstance(value, list) else [value]) if isinstance(one, exp.Expr)
            )


def _lower(name: Name) -> Name:
    return name[0].lower(), name[1].lower()


def _quoted(nested: Mapping[str, object]) -> dict[str, object]:
    """Schemas whose names are no plain words, in quotation marks."""
    return {schema if schema.isidentifier() else f'"{schema}"': tables for schema, tables in nested.items()}
