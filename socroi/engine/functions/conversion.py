"""CONVERT: the units of measure that Excel knows, with their definitions in SI units."""

from __future__ import annotations

from typing import Final

from socroi.engine.declaration.toolpak import toolpak
from socroi.errors import CellError

_POUND: Final = 453.59237
_FOOT: Final = 0.3048
_SURVEY_MILE: Final = 6336000 / 3937
_INCH: Final = 0.0254
_NAUTICAL: Final = 1852.0
_GALLON: Final = 231 * _INCH**3
_UK_GALLON: Final = 0.00454609
_FORCE: Final = 9.80665
_LIGHT_YEAR: Final = 9460730472580800.0
_HORSEPOWER: Final = 550 * _FOOT * _POUND / 1000 * _FORCE
_POINT: Final = _INCH / 72

_PREFIXES: Final = {
    "Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1, "e": 1,
    "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15, "a": -18, "z": -21, "y": -24,
}  # fmt: skip
_BINARY: Final = {"Yi": 80, "Zi": 70, "Ei": 60, "Pi": 50, "Ti": 40, "Gi": 30, "Mi": 20, "ki": 10}

_METRIC: Final[dict[str, dict[str, float]]] = {
    "mass": {"g": 1.0, "u": 1.660538782e-24},
    "distance": {"m": 1.0, "ang": 1e-10, "ly": _LIGHT_YEAR, "parsec": 3.0856775812815532e16, "pc":
    3.0856775812815532e16}, "time": {"sec": 1.0, "s": 1.0},
    "pressure": {"Pa": 1.0, "p": 1.0, "atm": 101325.0, "at": 101325.0, "mmHg": 133.322},
    "force": {"N": 1.0, "dyn": 1e-5, "dy": 1e-5, "pond": _FORCE / 1000},
    "energy": {"J": 1.0, "e": 1e-7, "c": 4.184, "cal": 4.1868, "eV": 1.602176487e-19, "ev": 1.602176487e-19, "Wh":
    3600.0,
               "wh": 3600.0},
    "power": {"W": 1.0, "w": 1.0},
    "magnetism": {"T": 1.0, "ga": 1e-4},
    "temperature": {"K": 1.0, "kel": 1.0},
    "volume": {"l": 1e-3, "L": 1e-3, "lt": 1e-3, "uk_pt": _UK_GALLON / 8},
    "area": {"ar": 100.0},
    "information": {"bit": 1.0, "byte": 8.0},
    "speed": {"m/s": 1.0, "m/sec": 1.0, "m/h": 1 / 3600, "m/hr": 1 / 3600, "mph": 5280 * _FOOT / 3600},
}  # fmt: skip
"""Units that take prefixes."""

_POWERS: Final[dict[str, dict[str, tuple[float, int]]]] = {
    "area": {"m2": (1.0, 2), "m^2": (1.0, 2), "ang2": (1e-20, 2), "ang^2": (1e-20, 2)},
    "volume": {"m3": (1.0, 3), "m^3": (1.0, 3), "ang3": (1e-30, 3), "ang^3": (1e-30, 3)},
}  # fmt: skip
"""Units whose prefix counts twice or three times."""

_PLAIN: Final[dict[str, dict[str, float]]] = {
    "mass": {
        "sg": _POUND / _FOOT * _FORCE, "lbm": _POUND, "ozm": _POUND / 16, "grain": _POUND / 7000, "cwt": _POUND * 100,
        "shweight": _POUND * 100, "uk_cwt": _POUND * 112, "lcwt": _POUND * 112, "hweight": _POUND * 112, "stone": _POUND
        * 14, "ton": _POUND * 2000, "uk_ton": _POUND * 2240, "LTON": _POUND * 2240, "brton": _POUND * 2240,
    },
    "distance": {
        "mi": 5280 * _FOOT, "Nmi": _NAUTICAL, "in": _INCH, "ft": _FOOT, "yd": 3 * _FOOT, "ell": 45 * _INCH, "Picapt":
        _POINT, "Pica": _POINT, "pica": 12 * _POINT, "survey_mi": _SURVEY_MILE,
    },
    "time": {"yr": 31557600.0, "day": 86400.0, "d": 86400.0, "hr": 3600.0, "mn": 60.0, "min": 60.0},
    "pressure": {"psi": _POUND / 1000 * _FORCE / _INCH**2, "Torr": 101325 / 760},
    "force": {"lbf": _POUND / 1000 * _FORCE},
    "energy": {
        "HPh": _HORSEPOWER * 3600, "hh": _HORSEPOWER * 3600, "flb": _FOOT * _POUND / 1000 * _FORCE, "BTU":
        1055.05585262, "btu": 1055.05585262,
    },
    "power": {"HP": _HORSEPOWER, "h": _HORSEPOWER, "PS": 75 * _FORCE},
    "speed": {"admkn": 6080 * _FOOT / 3600, "kn": _NAUTICAL / 3600},
    "area": {
        "uk_acre": 43560 * _FOOT**2, "us_acre": _SURVEY_MILE**2 / 640, "ft2": _FOOT**2, "ft^2": _FOOT**2, "ha": 1e4,
        "in2": _INCH**2, "in^2": _INCH**2, "Morgen": 2500.0, "mi2": (5280 * _FOOT) ** 2, "mi^2": (5280 * _FOOT) ** 2,
        "ly2": _LIGHT_YEAR**2, "ly^2": _LIGHT_YEAR**2, "Nmi2": _NAUTICAL**2, "Nmi^2": _NAUTICAL**2, "Picapt2":
        _POINT**2, "Pica2": _POINT**2, "Pica^2": _POINT**2, "Picapt^2": _POINT**2, "yd2": (3 * _FOOT) ** 2, "yd^2": (3 *
        _FOOT) ** 2,
    },
    "volume": {
        "tsp": _GALLON / 768, "tspm": 5e-6, "tbs": _GALLON / 256, "oz": _GALLON / 128, "cup": _GALLON / 16, "pt":
        _GALLON / 8, "us_pt": _GALLON / 8, "qt": _GALLON / 4, "uk_qt": _UK_GALLON / 4, "gal": _GALLON, "uk_gal":
        _UK_GALLON, "barrel": 42 * _GALLON, "bushel": 2150.42 * _INCH**3, "ft3": _FOOT**3, "ft^3": _FOOT**3, "in3":
        _INCH**3, "in^3": _INCH**3, "mi3": (5280 * _FOOT) ** 3, "mi^3": (5280 * _FOOT) ** 3, "yd3": (3 * _FOOT) ** 3,
        "yd^3": (3 * _FOOT) ** 3, "ly3": _LIGHT_YEAR**3, "ly^3": _LIGHT_YEAR**3, "Nmi3": _NAUTICAL**3, "Nmi^3":
        _NAUTICAL**3, "Picapt3": _POINT**3, "Picapt^3": _POINT**3, "Pica3": _POINT**3, "Pica^3": _POINT**3, "GRT": 100 *
        _FOOT**3, "regton": 100 * _FOOT**3, "MTON": 40 * _FOOT**3,
    },
}  # fmt: skip
"""Units without prefixes."""

_DEGREES: Final[dict[str, tuple[float, float]]] = {
    "C": (1.0, 273.15), "cel": (1.0, 273.15), "F": (5 / 9, 459.67 * 5 / 9), "fah": (5 / 9, 459.67 * 5 / 9), "K": (1.0,
    0.0), "kel": (1.0, 0.0), "Rank": (5 / 9, 0.0), "Reau": (1.25, 273.15),
}  # fmt: skip
"""Temperatures: how many kelvins a degree is, and where its scale begins."""


def _unit(name: str) -> tuple[str, float]:
    """Return (kind, size in the kind's own unit) of a unit, its prefix included; #N/A where there is no such unit."""
    for kind, units in (*_PLAIN.items(), *_METRIC.items()):
        if name in units:
            return kind, units[name]
    for kind, powers in _POWERS.items():
        if name in powers:
            return kind, powers[name][0]
    for length in (1, 2):
        prefix, rest = name[:length], name[length:]
        if length == 2 and prefix in _BINARY and rest in _METRIC["information"]:
            return "information", _METRIC["information"][rest] * 2.0 ** _BINARY[prefix]
        if prefix not in _PREFIXES:
            continue
        times = 10.0 ** _PREFIXES[prefix]
        for kind, units in _METRIC.items():
            if rest in units:
                return kind, units[rest] * times
        for kind, powers in _POWERS.items():
            if rest in powers:
                return kind, powers[rest][0] * times ** powers[rest][1]
    raise CellError("#N/A")


@toolpak("CONVERT", "n t t", by_cell=True)
def _convert(number: float, source: str, target: str) -> float:
    if source in _DEGREES and target in _DEGREES:
        (size, zero), (wanted_size, wanted_zero) = _DEGREES[source], _DEGREES[target]
        return number if source == target else (number * size + zero - wanted_zero) / wanted_size
    for name in (source, target):
        if name in _DEGREES and name not in _METRIC["temperature"]:
            raise CellError("#N/A")
    (kind, size), (wanted_kind, wanted_size) = _unit(source), _unit(target)
    if kind != wanted_kind:
        raise CellError("#N/A")
    return number if source == target else number * size / wanted_size
