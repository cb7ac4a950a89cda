"""Classes with named fields, as `dataclass(slots=True)` makes them, in a seventh of the time.

A small workbook is computed in less time than Python's dataclasses take to make sixty classes: half a millisecond each,
for methods that most of them never use. Here one method is compiled, `__init__`, when the first record of a class is
made; the rest is shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

__all__ = ["record", "replace"]

if TYPE_CHECKING:
    # To whoever checks types it is the thing itself, with all that is known about it.
    from dataclasses import dataclass as record
    from dataclasses import replace
else:
    from dataclasses import MISSING, Field, FrozenInstanceError, dataclass
    from operator import attrgetter
    from reprlib import recursive_repr

    _LEFT_OUT: Final = object()

    def record(*, slots: bool, frozen: bool = False, eq: bool = True) -> Any:
        """Return what makes a record of a class: its annotated names are its fields, in their order.

        What it makes cannot be told from a dataclass with the same words, which has always slots here. It inherits
        no fields.
        """
        if not slots:
            raise TypeError("a record has slots; a class without them is a dataclass.")
        return lambda cls: _made(cls, frozen=frozen, eq=eq)

    def replace(each: Any, /, **changes: Any) -> Any:
        """Return a record like another one but for some fields."""
        for name in each.__match_args__:
            if name not in changes:
                changes[name] = getattr(each, name)
        return each.__class__(**changes)

    def _made(cls: type, *, frozen: bool, eq: bool) -> type:
        names = tuple(cls.__annotations__)
        inside = dict(cls.__dict__)
        given = {name: inside.pop(name) for name in names if name in inside}
        inside.pop("__dict__", None)
        inside.pop("__weakref__", None)
        inside |= {"__slots__": names, "__qualname__": cls.__qualname__, "__dataclass_fields__": _Fields(names, given)}
        fields = [name for name in names if _of(given.get(name), "init", otherwise=True)]
        inside.setdefault("__match_args__", tuple(fields))
        compared = tuple(name for name in names if _of(given.get(name), "compare", otherwise=True))
        if eq:
            _compare(inside, compared, frozen=frozen)
        if "__repr__" not in inside:
            inside["__repr__"] = _shown(tuple(name for name in names if _of(given.get(name), "repr", otherwise=True)))
        if frozen:
            inside |= {"__setattr__": _refuse, "__delattr__": _refuse, "__getstate__": _state, "__setstate__": _restore}
        made = type(cls)(cls.__name__, cls.__bases__, inside)
        if "__init__" not in inside:
            made.__init__ = _later(made, names, given, frozen=frozen)
        return made

    def _later(made: type, names: tuple[str, ...], given: dict[str, Any], *, frozen: bool) -> Any:
        """Return an `__init__` that puts the compiled one in its place when it is first called: of the classes that a
        small workbook loads it makes records of every second.
        """

        def first(self: object, *values: Any, **named: Any) -> None:
            made.__init__ = _initializer(made, names, given, frozen=frozen)  # type: ignore[misc]
            made.__init__(self, *values, **named)  # type: ignore[misc]

        return first

    def _of(given: Any, word: str, *, otherwise: bool) -> bool:
        return getattr(given, word) if isinstance(given, Field) else otherwise

    def _initializer(made: type, names: tuple[str, ...], given: dict[str, Any], *, frozen: bool) -> Any:
        """Compile `__init__`, which is called too often for anything slower."""
        known: dict[str, Any] = {"_LEFT_OUT": _LEFT_OUT}
        parameters, lines = ["self"], []
        for name in names:
            default = given.get(name, MISSING)
            factory, init = MISSING, True
            if isinstance(default, Field):
                factory, init, default = default.default_factory, default.init, default.default
            value = name
            if factory is not MISSING:
                known[f"_new_{name}"] = factory
                value = f"_new_{name}() if {name} is _LEFT_OUT else {name}" if init else f"_new_{name}()"
            elif default is not MISSING:
                known[f"_default_{name}"] = default
                value = name if init else f"_default_{name}"
            elif not init:
                continue
            if init:
                left_out = "_LEFT_OUT" if factory is not MISSING else f"_default_{name}"
                parameters.append(name if default is MISSING and factory is MISSING else f"{name}={left_out}")
            if frozen:
                known[f"_set_{name}"] = made.__dict__[name].__set__
                lines.append(f"_set_{name}(self, {value})")
            else:
                lines.append(f"self.{name} = {value}")
        if "__post_init__" in made.__dict__:
            lines.append("self.__post_init__()")
        exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"]), known)  # noqa: S102 - its text is made here, of names of fields
        known["__init__"].__qualname__ = f"{made.__qualname__}.__init__"
        return known["__init__"]

    def _compare(inside: dict[str, Any], names: tuple[str, ...], *, frozen: bool) -> None:
        values = attrgetter(*names) if names else lambda _: ()

        def equal(self: object, other: object) -> bool:
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        def hashed(self: object) -> int:
            return hash(values(self))

        inside.setdefault("__eq__", equal)
        if frozen:
            inside.setdefault("__hash__", hashed)
        elif inside.get("__hash__") is None:
            inside["__hash__"] = None

    def _shown(names: tuple[str, ...]) -> Any:
        @recursive_repr()
        def shown(self: object) -> str:
            fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
            return f"{self.__class__.__qualname__}({fields})"

        return shown

    def _refuse(self: object, name: str, *_: object) -> None:
        raise FrozenInstanceError(f"a {self.__class__.__name__} does not change: its {name} stays.")

    def _state(self: Any) -> list[Any]:
        return [getattr(self, name) for name in self.__slots__]

    def _restore(self: Any, state: list[Any]) -> None:
        for name, value in zip(self.__slots__, state, strict=True):
            object.__setattr__(self, name, value)

    class _Fields:
        """What `dataclasses.replace`, `fields` and `asdict` ask a class for; found out when one of them does."""

        def __init__(self, names: tuple[str, ...], given: dict[str, Any]) -> None:
            self.names, self.given = names, given
            self.found: dict[str, Any] | None = None

        def __get__(self, _: object, owner: type) -> dict[str, Any]:
            if self.found is None:
                twin = type(owner.__name__, (), {"__annotations__": owner.__annotations__, **self.given})
                self.found = dataclass(twin).__dataclass_fields__
            return self.found
