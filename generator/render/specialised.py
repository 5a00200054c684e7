"""Templates specialised for one site: what is the same on every page is worked out once.

The masthead, the footer and every label of a page follow from the site alone. Before a template
is compiled, each expression whose parts are all known by then is replaced by its value, a
condition on one by the branch that it takes, and a loop over such a list by its rounds (partial
evaluation: Y. Futamura, 1971). What a page shows stays the same, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias, cast

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from msgspec import Struct

from generator.hypertext import escaped

__all__ = ["SpecialisedEnvironment"]

_OPERATIONS = (nodes.BinExpr, nodes.UnaryExpr, nodes.Compare, nodes.CondExpr)
_CONSTANT = (str, int, float, type(None))
_MISTAKES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


_Finalize: TypeAlias = CodeGenerator._FinalizeInfo  # noqa: SLF001 - it has no other name


class _CodeGenerator(CodeGenerator):
    """Has what a template prints escaped by ``hypertext.escaped``."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: _Finalize) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class SpecialisedEnvironment(Environment):
    """An environment in which the values and functions of ``known`` never change.

    Each of the functions gives the same for the same arguments. A template that uses one of
    these names for something else is compiled as it is.
    """

    known: Mapping[str, object] = {}
    modules: Mapping[str, object] = {}
    code_generator_class = _CodeGenerator

    escaped = staticmethod(escaped)

    def specialise(
        self, known: Mapping[str, object], templates: Mapping[str, nodes.Template]
    ) -> None:
        """Take up what is known, and all templates that there are, by name."""
        # Each is compiled once, and may be changed by that.
        self._trees = dict(templates)
        self._outlines = {name: _outline(template) for name, template in templates.items()}
        taken = {name for outline in self._outlines.values() for name in outline.assigned}
        self.globals |= known
        self.known = {name: value for name, value in known.items() if name not in taken}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if not self.known or name not in self._outlines:
            return super()._parse(source, name, filename)
        template = self._trees.pop(name, None) or super()._parse(source, name, filename)
        known = {**self.known, **self._imported(name, {name})}
        return cast("nodes.Template", _Specialiser(self, known).visit(template))

    def _imported(self, name: str, seen: set[str]) -> dict[str, object]:
        """Return what a template, or one that it extends, imports: macros that see no page."""
        outline = self._outlines[name]
        found: dict[str, object] = {}
        for parent in outline.extends - seen:
            if parent in self._outlines:
                found |= self._imported(parent, seen | {parent})
        for target, imported in outline.imports.items():
            if imported not in seen:
                found[target] = self._module(imported)
        return {
            target: module for target, module in found.items() if target not in outline.assigned
        }

    def _module(self, name: str) -> object:
        if name not in self.modules:
            self.modules = {**self.modules, name: self.get_template(name).module}
        return self.modules[name]


class _Outline(Struct, frozen=True, gc=False):
    """What a template extends and imports, by the name it gives it, and what it assigns."""

    extends: frozenset[str]
    imports: Mapping[str, str]
    assigned: frozenset[str]


def _outline(template: nodes.Template) -> _Outline:
    return _Outline(
        frozenset(
            parent.template.value
            for parent in template.find_all(nodes.Extends)
            if isinstance(parent.template, nodes.Const)
        ),
        {
            node.target: node.template.value
            for node in template.find_all(nodes.Import)
            if isinstance(node.template, nodes.Const) and not node.with_context
        },
        frozenset(_assigned(template)),
    )


def _assigned(template: nodes.Template) -> Iterator[str]:
    """Yield the names that a template gives values of its own."""
    for name in template.find_all(nodes.Name):
        if name.ctx != "load":
            yield name.name
    for macro in template.find_all(nodes.Macro):
        yield macro.name
    for imported in template.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in imported.names)


class _UnknownError(Exception):
    """A part of an expression is known only when a page is rendered."""


class _Specialiser(NodeTransformer):
    def __init__(self, environment: Environment, known: Mapping[str, object]) -> None:
        self.environment = environment
        self.known = dict(known)

    def visit(self, node: nodes.Node, *arguments: object, **options: object) -> nodes.Node:
        if not isinstance(node, nodes.Expr) or isinstance(node, nodes.Literal):
            return cast("nodes.Node", super().visit(node, *arguments, **options))
        try:
            value = self._value(node)
        except _UnknownError:
            node = cast("nodes.Node", super().visit(node, *arguments, **options))
            if not isinstance(node, _OPERATIONS):
                return node
            try:
                value = node.as_const()
            except nodes.Impossible:
                return node
        return nodes.Const(value, lineno=node.lineno) if isinstance(value, _CONSTANT) else node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """Return a call of what is known as a filter: Jinja then calls it without detours."""
        node = cast("nodes.Call", self.generic_visit(node))
        if not node.args or node.dyn_args or node.dyn_kwargs:
            return node
        try:
            function = self._value(node.node)
        except _UnknownError:
            return node
        name = f"{id(function)}"
        self.environment.filters[name] = function
        first, *others = node.args
        return nodes.Filter(first, name, others, node.kwargs, None, None, lineno=node.lineno)

    def visit_If(self, node: nodes.If) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        if node.elif_:
            first, *others = node.elif_
            rest = nodes.If(first.test, first.body, others, node.else_, lineno=first.lineno)
            node = nodes.If(node.test, node.body, [], [rest], lineno=node.lineno)
        node = cast("nodes.If", self.generic_visit(node))
        if not isinstance(node.test, nodes.Const):
            return node
        return node.body if node.test.value else node.else_

    def visit_Import(self, node: nodes.Import) -> nodes.Node:  # noqa: N802
        """Return the assignment of a loaded module: Jinja looks for it on every page."""
        name = node.template
        if node.target not in self.known or not isinstance(name, nodes.Const):
            return node
        module = nodes.Getitem(nodes.EnvironmentAttribute("modules"), name, "load")
        return nodes.Assign(nodes.Name(node.target, "store"), module, lineno=node.lineno)

    def visit_For(self, node: nodes.For) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        try:
            items = self._value(node.iter)
        except _UnknownError:
            items = None
        rounds = self._rounds(node, items) if isinstance(items, tuple) else None
        return self.generic_visit(node) if rounds is None else rounds

    def _rounds(self, node: nodes.For, items: tuple[object, ...]) -> list[nodes.Node] | None:
        """Return the rounds of a loop, one after the other, if they need the loop for nothing."""
        target = node.target
        if not isinstance(target, nodes.Name) or node.test or node.else_ or node.recursive:
            return None
        rounds: list[nodes.Node] = []
        for item in items:
            inner = _Specialiser(self.environment, {**self.known, target.name: item})
            body = nodes.Scope(list(map(_copy, node.body)), lineno=node.lineno)
            done = inner.generic_visit(body)
            if {"loop", target.name} & {name.name for name in done.find_all(nodes.Name)}:
                return None
            rounds.append(done)
        return rounds

    def _value(self, node: nodes.Node) -> object:
        """Return the value of an expression.

        Raises:
            _UnknownError: it has none yet, or it fails, which is told when a page is rendered.
        """
        try:
            return self._evaluated(node)
        except _MISTAKES:
            raise _UnknownError from None

    def _evaluated(self, node: nodes.Node) -> object:
        match node:
            case nodes.Const(value=value):
                return value
            case nodes.Name(name=name, ctx="load") if name in self.known:
                return self.known[name]
            case nodes.Getattr(node=owner, attr=name):
                value = self.environment.getattr(self._value(owner), name)
                if isinstance(value, self.environment.undefined):
                    raise _UnknownError
                return value
            case nodes.Call(dyn_args=None, dyn_kwargs=None):
                function = self._value(node.node)
                arguments = [self._value(argument) for argument in node.args]
                options = {option.key: self._value(option.value) for option in node.kwargs}
                if callable(function):
                    return function(*arguments, **options)
        raise _UnknownError


def _copy(node: nodes.Node) -> nodes.Node:
    """Return a copy of a node with all below it."""
    fields = [
        _copy(value)
        if isinstance(value, nodes.Node)
        else [_copy(item) if isinstance(item, nodes.Node) else item for item in value]
        if isinstance(value, list)
        else value
        for value in (getattr(node, name) for name in node.fields)
    ]
    return type(node)(*fields, lineno=node.lineno, environment=node.environment)
