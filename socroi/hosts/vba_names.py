"""Words that VBA keeps for itself: an argument of ours by such a name gets an underscore after it, in VBA alone."""

from __future__ import annotations

from typing import Final

_WORDS = """
abs addressof and any array as attribute boolean byref byte byval call case cbool cbyte ccur cdate cdbl cdec cint
circle clng clnglng clngptr close const csng cstr currency cvar cverr date debug declare defbool defbyte defcur
defdate defdbl defint deflng deflnglng deflngptr defobj defsng defstr defvar dim do doevents double each else elseif
empty end endif enum eqv erase event exit false fix for friend function get global gosub goto if imp implements in
input inputb int integer is lbound len lenb let like lock long longlong longptr loop lset me mod new next not
nothing null on open option optional or paramarray preserve print private pset public put raiseevent redim rem
    resume return rset scale seek select set sgn shared single spc static stop string sub tab then to true type typeof
ubound unlock until variant wend while with withevents write xor
"""

RESERVED: Final = frozenset(_WORDS.split())
"""The reserved identifiers of MS-VBAL 3.3.5.2, in lower case; VBA does not tell case apart."""


def vba_name(argument: str) -> str:
    """Return the name that an argument has in VBA."""
    return f"{argument}_" if argument.lower() in RESERVED else argument
