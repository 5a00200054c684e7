"""Names in a text: runs of capitalised syllables, whole, without titles and forms of address.

Vietnamese capitalises every syllable of a person's or a place's name, but only the first of
each word in the name of an organisation ("Bộ Ngoại giao"), and of course the first of each
sentence; so which small syllables belong to a name, and which capitals to none, is concluded
from words that are known and from how the text writes a syllable elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from generator.importing.tagwords import (
    COMPOUNDS,
    ENDINGS,
    FEATURES,
    LINKS,
    OPENERS,
    ORDINARY,
    ORGANISATIONS,
    PERSON_BEFORE,
    PLACES,
    ROUTES,
    SURNAMES,
    TITLES,
    VERBS,
    WHOLE,
)
from generator.vietnamese import fold

__all__ = ["Name", "find_names"]

_LONGEST = 10
_LOOK_BACK = 4
_FOREIGN_LETTERS = 4
"""Letters that a name of one syllable needs; it must be no Vietnamese syllable."""

_WHOLE = re.compile(
    r"\b(" + "|".join(map(re.escape, sorted(WHOLE, key=len, reverse=True))) + r")\b"
)
_PIECE = re.compile(r"[^\W_]+(?:[-.&/’'][^\W_]+)*|[^\w\s]")
_KINDS = FEATURES | PLACES
_WORDS = COMPOUNDS | TITLES
_HEADS = ORGANISATIONS | TITLES | SURNAMES | PLACES
_ORGANISATION_BEGINNINGS = frozenset(
    phrase[: match.end()] for phrase in ORGANISATIONS for match in re.finditer(r"\w+", phrase)
)
_SENTENCE_END = frozenset('.!?…:“"«;')
_SYLLABLE = re.compile(
    "(?:ngh?|[cgknpt]h|gi|qu|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|n[gh]|[cmnpt])?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as it is written, and whether it is a person's."""

    words: tuple[str, ...]
    is_person: bool = False


def find_names(texts: Sequence[str]) -> Iterator[Name]:
    """Yield the names in these texts, each as often as it occurs."""
    found = [_read(text) for text in texts]
    ordinary = _ordinary(found)
    for tokens in found:
        yield from _Reader(ordinary=ordinary).names(tokens)


class _Token(NamedTuple):
    """A word or a mark; ``is_big`` says that it begins with a capital."""

    word: str
    lower: str
    is_word: bool
    is_big: bool
    ends_sentence: bool


def _token(word: str) -> _Token:
    return _Token(
        word, word.casefold(), word[0].isalnum(), word[0].isupper(), word in _SENTENCE_END
    )


@lru_cache(maxsize=65536)
def _pieces(word: str) -> tuple[_Token, ...]:
    """Return the tokens of what stands between two spaces; most has been read before."""
    return tuple(map(_token, _PIECE.findall(word)))


def _read(text: str) -> Sequence[_Token]:
    """Return the tokens of a text; none of one all in capitals, which tells of no names."""
    tokens: list[_Token] = []
    for place, part in enumerate(_WHOLE.split(text)):
        if place % 2:
            tokens.append(_token(part))
        else:
            tokens.extend(chain.from_iterable(map(_pieces, part.split())))
    titled = [token for token in tokens if token.is_big]
    shouted = sum(token.word.isupper() and len(token.word) > 1 for token in titled)
    size = sum(token.is_word for token in tokens) if titled else 0
    is_shouted = size > 2 and (shouted > size / 2 or (size > 4 and len(titled) == size))
    return [] if is_shouted else tokens


def _ordinary(texts: Iterable[Sequence[_Token]]) -> frozenset[str]:
    """Return the syllables that these texts capitalise at the beginning of sentences only."""
    inside: list[_Token] = []
    starters: set[str] = set()
    for tokens in texts:
        starts = True
        for token in tokens:
            if not starts:
                inside.append(token)
            elif token.is_big:
                starters.add(token.lower)
            starts = token.ends_sentence
    small: Counter[str] = Counter()
    for token in inside:
        if token.lower in starters:
            small[token.lower] += -1 if token.is_big else 1
    return frozenset(word for word, more in small.items() if more > 0)


def _words_before(tokens: Sequence[_Token]) -> list[str]:
    """Return the words at the end of these tokens, after the last mark."""
    after = next((n for n, token in enumerate(reversed(tokens)) if not token.is_word), len(tokens))
    return [token.lower for token in tokens[len(tokens) - after :]]


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Reads the names of one text, a token at a time.

    ``run`` is the name so far, ``pending`` small syllables that belong to it if a capital
    follows, ``before`` the small syllables in front of it; ``opens`` says that it may owe its
    capital to the sentence that it begins.
    """

    ordinary: frozenset[str]
    opens: bool = False
    run: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)

    def names(self, tokens: Sequence[_Token]) -> Iterator[Name]:
        since = 0  # where the words in front of a name may begin
        for place, token in enumerate(tokens):
            if not self.run and not token.is_big:
                continue  # most are like this
            follower = tokens[place + 1] if place + 1 < len(tokens) else None
            starts = not place or tokens[place - 1].ends_sentence
            if not token.is_word and self._is_route(token, follower):
                self.run.append(token.word)
            elif not token.is_word:
                yield from self._finished()
            elif token.is_big and (self.run or self._begins(token, follower, starts=starts)):
                if not self.run:
                    self.opens = starts
                    self.before = _words_before(tokens[max(since, place - _LOOK_BACK) : place])
                self.run += [*self.pending, token.word]
                self.pending = []
            elif self.run and not self._continues(token, follower):
                yield from self._finished()
                since = place
        yield from self._finished()

    def _begins(self, token: _Token, follower: _Token | None, *, starts: bool) -> bool:
        """Return whether a capital begins a name, not only a sentence."""
        if not starts:
            return True
        if token.lower in OPENERS and token.lower not in TITLES:
            return False
        if follower is None or not follower.is_word:
            return False
        if not follower.is_big:
            pair = f"{token.lower} {follower.lower}"
            return pair in _WORDS or pair in ORGANISATIONS
        return token.lower in _HEADS or token.lower not in self.ordinary

    def _is_route(self, token: _Token, follower: _Token | None) -> bool:
        """Return whether this is the dash between the two ends of a route."""
        is_dash = bool(self.run) and not self.pending and token.word in {"-", "–", "—"}
        goes_on = follower is not None and follower.is_big
        return is_dash and goes_on and " ".join(self.before[-2:]) in ROUTES

    def _continues(self, token: _Token, follower: _Token | None) -> bool:
        """Take a small syllable that belongs to the name, or may belong to it."""
        pair = f"{self.run[-1].casefold()} {token.lower}"
        head = " ".join([*map(str.casefold, _untitled(self.run)), token.lower])
        if not self.pending and (pair in _WORDS or head in _ORGANISATION_BEGINNINGS):
            self.run.append(token.word)
            return True
        is_over = follower is not None and f"{token.lower} {follower.lower}" in VERBS
        if not self.pending and not is_over and self._is_half_a_word(token):
            self.run.append(token.word)
            return True
        waiting = " ".join([*self.pending, token.word])
        may_follow = any(ending.startswith(waiting) for ending in ENDINGS) or token.lower in LINKS
        if may_follow and (self._is_organisation() or token.lower in LINKS):
            self.pending.append(token.word)
            return True
        return False

    def _is_half_a_word(self, token: _Token) -> bool:
        """Return whether the last capital of an organisation's name needs a second syllable."""
        last = self.run[-1]
        lone = len(self.run) > 1 and last[0].isupper() and last.casefold() not in ORGANISATIONS
        before = self.run[-2] if lone else ""
        return (
            lone
            and len(last) > 1
            and not last.isupper()
            and " " not in last
            and (before[0].islower() or before.casefold() in ORGANISATIONS)
            and before.casefold() not in PLACES
            and self._is_organisation()
            and token.lower not in ORDINARY
            and not any(ending.startswith(token.lower) for ending in ENDINGS)
        )

    def _is_organisation(self) -> bool:
        return _head(_untitled(self.run), ORGANISATIONS) > 0

    def _finished(self) -> Iterator[Name]:
        """Yield the name that ends here, if it is one, and forget it."""
        run, pending, before = self.run, self.pending, self.before
        self.run, self.pending, self.before = [], [], []
        if not run:
            return
        if " ".join(pending) in ENDINGS and run[0].casefold() != "sở":
            run = [*run, *pending]
        addressed = bool(before) and before[-1] in PERSON_BEFORE
        while size := _head(run, TITLES):
            office, run, before, addressed = run[size - 1].casefold(), run[size:], [], True
            if run and office in ORGANISATIONS and run[0].casefold() not in SURNAMES:
                run = [office.capitalize(), *run]  # the head of a board is not its name
        while run and run[-1].islower() and run[-1].casefold() in ORDINARY:
            run = run[:-1]
        if self.opens and sum(word[0].isupper() for word in run) < 2:
            return
        name = _with_kind(run, before)
        if name is not None:
            yield Name(words=name, is_person=_is_person(name, addressed=addressed))


def _untitled(run: Sequence[str]) -> Sequence[str]:
    while size := _head(run, TITLES):
        run = run[size:]
    return run


def _head(run: Sequence[str], phrases: frozenset[str]) -> int:
    """Return how many syllables at the beginning of a run are one of these phrases."""
    lower = [word.casefold() for word in run[:6]]
    sizes = range(len(lower), 0, -1)
    return next((size for size in sizes if " ".join(lower[:size]) in phrases), 0)


def _with_kind(run: Sequence[str], before: Sequence[str]) -> tuple[str, ...] | None:
    """Return a whole name: with what a feature is called, without what a unit is called.

    ``sông Trầm`` is a river and ``chợ Bến Nứa`` a market, but ``huyện Bình Lộc`` is Bình Lộc,
    unless a single syllable or a number would be left.
    """
    if (size := _head(run, PLACES)) and not _head(run, ORGANISATIONS):
        rest = run[size:]
        if sum(word[0].isupper() for word in rest) > 1:
            return tuple(rest)
        return (*map(str.casefold, run[:size]), *rest) if rest else None
    kind = next((n for n in (4, 3, 2, 1) if " ".join(before[-n:]) in _KINDS), 0)
    noun = tuple(before[-kind:]) if kind else ()
    if noun and (" ".join(noun) in FEATURES or sum(word[0].isupper() for word in run) == 1):
        return (*noun, *run)
    return tuple(run) if _is_telling(run) else None


def _is_telling(run: Sequence[str]) -> bool:
    """Return whether a run is more than a word in capitals, or a kind of organisation."""
    if len(run) > 1:
        shouts = all(map(str.isupper, run))
        return not shouts and _head(run, ORGANISATIONS) < len(run) <= _LONGEST
    [alone] = run or [""]
    is_foreign = len(alone) >= _FOREIGN_LETTERS and not _SYLLABLE.fullmatch(fold(alone))
    return is_foreign or (alone.isupper() and 2 < len(alone) <= 8) or " " in alone


def _is_person(name: Sequence[str], *, addressed: bool) -> bool:
    return (
        2 <= len(name) <= 4
        and all(word[0].isupper() and (len(word) == 1 or not word.isupper()) for word in name)
        and not _head(name, ORGANISATIONS)
        and (addressed or (len(name) > 2 and name[0].casefold() in SURNAMES))
    )
