"""What each observation is worth, and which label follows which: the knowledge of the importer.

The numbers are in no unit but each other's. They were set by hand, by asking of each what would
be true of a newspaper that one has not seen, and checked against pages of many newspapers. To
change one, run the tests: every case there is a page that someone once got wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

__all__ = ["EMISSIONS", "FIRST", "LABELS", "OUT", "TRANSITIONS", "UNUSUAL", "Label"]

Label = Literal[
    "head",  # furniture above the article: menus, the site's name
    "title",
    "kicker",
    "stamp",  # the line that says when
    "byline",  # names above the text
    "lede",  # a first paragraph above the byline, the stamp or the buttons
    "body",
    "heading",
    "picture",
    "caption",
    "inset",  # furniture amid the article: share buttons, a link to another article
    "signature",  # names below the text
    "tail",  # furniture below the article
]
LABELS: tuple[Label, ...] = get_args(Label)
OUT: frozenset[Label] = frozenset({"head", "inset", "tail"})
"""What is no part of the article."""

# fmt: off
EMISSIONS: Mapping[str, Mapping[Label, float]] = {
    # Label by label, before anything is known of the line.
    "anything": {"heading": -1.8, "caption": -2.5, "inset": -1.8, "kicker": -2.0, "lede": -0.5,
                 "byline": -5.0, "signature": -5.0, "stamp": -5.0, "picture": -9.0},
    # The shape of the line.
    "tiny": {"head": 1.5, "tail": 1.5, "body": -2.5, "caption": -0.5, "heading": -1.0, "inset": 0.5,
             "lede": -3.0},
    "short": {"head": 1.0, "tail": 0.8, "body": -1.2, "heading": 0.6, "lede": -2.0},
    "middling": {"head": 0.2, "tail": 0.3, "body": -0.2, "heading": -0.3, "lede": -0.3},
    "long": {"head": -1.5, "tail": -1.0, "body": 1.2, "heading": -3.0, "caption": -1.0,
             "inset": -2.0, "lede": 1.0, "byline": -6.0, "signature": -6.0, "kicker": -5.0},
    "very long": {"caption": -3.0, "head": -2.0, "tail": -1.0, "inset": -2.0, "heading": -6.0},
    "running text": {"body": 1.2, "lede": 1.0, "head": -1.5, "tail": -1.0, "inset": -1.5},
    "ends like a sentence": {"body": 1.2, "lede": 0.8, "caption": 0.6, "heading": -2.0,
                             "head": -1.0, "tail": -0.7, "kicker": -2.0, "byline": -1.5,
                             "signature": -1.5},
    "no end": {"heading": 0.6, "head": 0.6, "tail": 0.6, "body": -1.2, "lede": -0.8,
               "caption": -0.6},
    "several sentences": {"body": 1.2, "heading": -3.0, "caption": -1.2, "head": -0.8,
                          "tail": -0.5},
    "begins small": {"body": 0.8, "heading": -1.5, "caption": -1.5, "lede": -1.0},
    "ends with a colon": {"body": 1.2, "heading": -0.5, "caption": -2.0},
    "bullet": {"tail": 0.8, "head": 0.3, "body": -0.5, "heading": -2.0, "caption": -2.0,
               "inset": 0.8},
    "list item": {"body": 2.2, "heading": -1.0, "caption": -2.0, "head": -0.5, "tail": -0.5},
    "capitals": {"head": 0.8, "tail": 0.8, "body": -1.0, "heading": 0.2, "caption": -2.0,
                 "kicker": 1.5},
    "digits": {"tail": 0.4, "body": -0.8, "heading": -1.0, "caption": -1.0},
    # What the line says it is.
    "stamp": {"stamp": 6.0, "body": -4.0, "heading": -4.0, "caption": -4.0, "head": 1.0,
              "tail": 1.5, "lede": -4.0},
    "stamp beside the headline": {"stamp": 5.0},
    "stamp at the end of the text": {"stamp": 8.0},
    "byline in words": {"byline": 7.0, "signature": 8.5, "body": -2.0, "caption": -2.0,
                        "heading": -3.0},
    "names only": {"byline": 5.8, "signature": 7.0, "body": -2.0, "heading": -1.5, "caption": -2.0},
    "capitals like a name": {"byline": 5.5, "signature": 6.5, "body": -0.5, "kicker": -1.0},
    "a name ends the page": {"signature": 4.0},
    "several names": {"byline": 2.0, "signature": 3.0, "body": -1.0, "tail": -1.0},
    "source credit": {"signature": 7.0, "body": -1.5, "caption": -1.0, "heading": -2.0,
                      "tail": 0.5},
    "signed at its end": {"body": 3.5, "tail": -2.0, "heading": -3.0, "caption": -2.0},
    "agency prefix": {"body": 1.0, "lede": 2.0, "tail": -1.0, "head": -1.5},
    "picture file": {"picture": 14.0, "body": -9.0, "heading": -9.0, "caption": -9.0, "lede": -9.0,
                     "head": -1.0, "title": -9.0, "kicker": -9.0, "inset": -4.0},
    "picture placeholder": {"picture": 9.0, "body": -1.0},
    "placeholder of the headline": {"picture": 9.0, "body": -6.0, "heading": -6.0, "tail": -2.0},
    "directly below a picture": {"caption": 4.2, "heading": -1.0, "tail": -0.5},
    "after a picture": {"caption": 1.6},
    "photo credit": {"caption": 5.0, "heading": -2.0, "byline": -1.0, "signature": -0.5},
    "caption words": {"caption": 4.0, "heading": -0.5, "tail": -0.5},
    "one sentence among long ones": {"caption": 2.8},
    "a scene between long paragraphs": {"caption": 6.5},
    "all pictures have captions here": {"caption": 3.0},
    "a line of verse": {"body": 4.5, "heading": -2.5, "tail": -0.5, "inset": -1.0},
    "a cell of a table": {"body": 5.0, "heading": -2.0, "tail": -1.0},
    "built like its neighbour": {"body": 1.5, "heading": -3.0, "caption": -1.0},
    "a date at its end": {"tail": 2.5, "head": 1.5, "inset": 2.0, "body": -2.0, "heading": -3.0,
                          "caption": -2.0},
    "a short question": {"body": 0.2, "heading": 1.5},
    "somebody speaks": {"body": 2.5, "heading": -4.0, "inset": -1.0, "tail": -1.0},
    "the text goes on": {"body": 1.5, "tail": -1.5, "inset": -1.0, "heading": -1.0},
    "goes on telling": {"body": 0.7, "caption": -1.0, "tail": -0.2, "heading": -0.4},
    "like the subheadings here": {"heading": 3.5, "caption": -2.5},
    # Furniture.
    "rule: opens": {"tail": 3.0, "inset": 2.5, "head": 3.0, "body": -4.0, "heading": -3.0,
                    "caption": -4.0, "lede": -4.0, "kicker": -2.0},
    "rule: line": {"tail": 2.5, "inset": 4.0, "head": 3.0, "body": -4.0, "heading": -4.0,
                   "caption": -4.0, "lede": -4.0, "kicker": -3.0},
    "rule: section": {"head": 3.0, "tail": 1.5, "inset": 1.5, "body": -3.0, "heading": -1.5,
                      "caption": -4.0, "lede": -4.0, "kicker": -1.5},
    "rule: imprint": {"tail": 5.0, "inset": -1.0, "head": 1.5, "body": -4.0, "heading": -3.0,
                      "caption": -4.0, "lede": -3.0, "kicker": -3.0},
    "rule: site": {"tail": 14.0, "inset": 14.0, "head": 14.0},
    "comments": {"tail": 2.0, "inset": -1.5},
    "keywords": {"tail": 1.5, "inset": -0.5},
    "visitor counter": {"tail": 0.5},
    "house lines": {"tail": 2.5, "inset": 1.0},
    "share buttons": {"inset": 0.5},
    "breadcrumb": {"head": 1.0, "tail": -1.0},
    "related articles": {"head": -0.5},
    "latest or most read": {"head": 0.5},
    "a paragraph without a headline": {"tail": -2.5, "inset": -1.0},
    "behind the article's end": {"tail": 3.0, "inset": -2.0, "body": -3.0, "heading": -3.0,
                                 "signature": -3.0, "stamp": -4.0},
    "between paragraphs": {"body": 1.5, "heading": 1.5, "caption": 1.5, "inset": -1.5,
                           "tail": -2.5, "stamp": -2.0},
    "repeated in other records": {"tail": 3.0, "head": 3.0, "inset": 2.0, "body": -3.0,
                                  "heading": -1.5, "caption": -1.0, "lede": -3.0, "kicker": -1.0,
                                  "signature": 0.5},
    "headline of another record": {"tail": 4.0, "head": 3.0, "inset": 3.5, "body": -3.0,
                                   "heading": -2.0, "caption": -2.0, "kicker": -3.0},
    "printed many times": {"tail": 2.0, "head": 2.0, "inset": 4.0, "body": -3.0, "heading": -3.0},
    "printed twice": {"tail": 2.5, "head": 1.5, "inset": 0.5, "heading": -2.0, "body": -1.5},
    "below a teaser's headline": {"tail": 4.5, "head": 2.0, "inset": 2.0, "body": -2.5,
                                  "caption": -3.0, "lede": -1.0},
    "headline in a box of links": {"tail": 4.0, "heading": -2.5, "body": -1.0, "inset": 3.5},
    "summary in a box of links": {"tail": 4.0, "body": -1.2, "inset": 3.5},
    "the headline again": {"head": 2.0, "inset": 6.0, "tail": 1.0, "body": -4.0, "heading": -4.0,
                           "caption": -1.0},
    # What the markup of an HTML page says.
    "html: h1": {"heading": -2.0, "head": 1.0},
    "html: heading": {"heading": 3.5, "body": -1.5, "caption": -2.0, "lede": 0.5},
    "html: paragraph": {"body": 1.0, "head": -0.5, "tail": -0.5, "heading": -0.5},
    "html: item": {"tail": 0.5, "head": 0.5, "heading": -1.0, "caption": -1.0},
    "html: quote": {"body": 3.0, "tail": -1.0, "inset": -1.0},
    "html: figcaption": {"caption": 8.0, "body": -5.0, "heading": -5.0, "lede": -3.0,
                         "byline": -3.0, "signature": -3.0},
    "html: called caption": {"caption": 7.0, "body": -4.0, "heading": -3.0},
    "html: called comments": {"tail": 8.0, "inset": 3.0, "body": -5.0, "heading": -5.0,
                              "signature": -4.0, "picture": -4.0},
    "html: cell": {"body": 2.5, "tail": -1.0, "heading": -2.0},
    "html: all in bold": {"heading": 6.0, "lede": 2.0, "signature": 1.5, "byline": 1.0},
    "html: centred": {"caption": 2.0},
    "html: called kicker": {"kicker": 8.0, "heading": -2.0, "body": -3.0},
    "html: all in italics": {"lede": 0.5, "tail": 0.8, "signature": 1.0},
    "html: in the text": {"body": 1.5, "tail": -1.5, "head": -1.0},
    "html: called byline": {"byline": 5.0, "signature": 6.0, "body": -1.5},
    "html: called lede": {"lede": 3.0, "body": 2.0, "heading": -2.0, "caption": -2.0},
    "html: called date": {"stamp": 2.0, "body": -1.0},
    "html: called furniture": {"tail": 3.5, "head": 3.0, "inset": 4.5, "body": -4.0,
                               "heading": -4.0, "caption": -3.0, "lede": -3.0, "picture": -6.0},
    "html: mostly links": {"tail": 2.5, "head": 2.5, "inset": 3.5, "body": -3.5, "heading": -3.0,
                           "caption": -1.0, "lede": -2.0},
    "html: outside": {"tail": 4.0, "head": 4.0, "inset": 2.0, "body": -6.0, "heading": -6.0,
                      "caption": -5.0, "lede": -5.0, "picture": -9.0, "byline": -3.0,
                      "signature": -4.0},
    "html: main": {"body": 2.0, "heading": 1.0, "head": -3.0, "tail": -2.0},
    "html: not main": {"body": -3.0, "heading": -3.0, "head": 1.0, "tail": 1.0, "inset": 0.5,
                       "picture": -4.0, "caption": -2.0},
    "html: near main": {"body": 1.0, "lede": 1.5, "picture": 3.0, "caption": 2.0, "byline": 1.0,
                        "stamp": 1.0},
    "html: described": {"lede": 4.0, "body": 3.0, "caption": -3.0, "inset": -2.0},
    # Its neighbours.
    "below the headline": {"head": -6.0},
    "alone above the headline": {"kicker": 7.0},
    "running text above the headline": {"lede": 3.0, "body": 1.5},
    "above the headline": {"kicker": 3.0},
    "a kind of text": {"kicker": 8.0},
    "a word of the headline above it": {"kicker": 4.5},
    "below a quotation": {"body": 2.0, "heading": -2.0},
    "a linked name": {"byline": 6.0, "inset": -2.0},
    "beside a stamp": {"byline": 2.5},
    "just below the headline": {"byline": 1.5, "tail": -2.0},
    "running text follows": {"heading": 1.0, "tail": -0.3, "body": 0.2},
    "its words in what follows": {"heading": 1.6},
    "words of the headline": {"body": 0.7, "caption": 0.5, "heading": 0.3, "kicker": -0.5},
    "furniture follows": {"signature": 0.8, "tail": 0.3, "head": 0.3, "heading": -1.5},
    "last line": {"heading": -4.0, "tail": 0.3, "picture": -1.0, "signature": 0.8},
    "text around": {"body": 0.6, "heading": 0.3, "head": -0.5, "tail": -0.6},
    "text above": {"tail": 1.2, "head": -2.0, "signature": 1.5, "byline": -3.0, "lede": -4.0,
                   "stamp": -2.0},
    "text below": {"head": 1.0, "tail": -1.5, "signature": -2.0},
}
"""How much an observation speaks for (or against) each label."""

TRANSITIONS: Mapping[Label, Mapping[Label, float]] = {
    "head": {"head": 0.0, "title": 0.0, "kicker": -1.0, "stamp": -0.5, "byline": -1.0,
             "body": -3.0, "lede": -2.5, "picture": -3.0},
    "kicker": {"title": 0.0, "stamp": -1.0},
    "title": {"body": 0.0, "lede": 0.2, "stamp": 0.5, "byline": 0.5, "inset": 0.0, "picture": 0.0,
              "kicker": -2.0, "caption": -2.0, "heading": -2.5, "tail": -3.0},
    "stamp": {"title": 0.0, "body": 0.3, "lede": 0.0, "byline": 0.3, "inset": 0.0, "stamp": -1.0,
              "picture": 0.0, "caption": -3.0, "heading": -3.0, "kicker": -1.0, "tail": -0.5,
              "head": -0.5},
    "byline": {"title": -1.0, "body": 0.3, "lede": 0.0, "stamp": 0.5, "inset": 0.0, "byline": -0.5,
               "picture": 0.0, "tail": -3.0},
    "lede": {"stamp": 0.5, "byline": 0.3, "inset": 0.3, "body": -0.5, "picture": -0.3,
             "title": -2.0, "heading": -1.5},
    "body": {"body": 0.6, "heading": 0.0, "picture": 0.2, "caption": -0.3, "inset": -0.5,
             "signature": 0.3, "tail": -1.2, "stamp": -3.0, "title": -3.0},
    "heading": {"body": 0.6, "picture": 0.0, "caption": -1.5, "heading": -2.0, "inset": -2.0,
                "tail": -3.0},
    "picture": {"caption": 0.6, "picture": 0.3, "body": 0.0, "heading": -0.3, "inset": -1.0,
                "signature": -0.5, "tail": -1.2, "title": -2.0},
    "caption": {"body": 0.4, "picture": 0.2, "caption": -0.8, "heading": 0.0, "inset": -0.5,
                "signature": 0.0, "tail": -1.2, "title": -2.0},
    "inset": {"body": 0.3, "lede": -0.3, "inset": 0.5, "heading": -0.5, "picture": 0.0,
              "caption": -1.0, "byline": -0.3, "stamp": 0.0, "signature": -0.5, "tail": -0.5,
              "title": -2.0},
    "signature": {"signature": -0.3, "tail": 0.8, "inset": -1.0, "body": -4.0, "picture": -2.0,
                  "stamp": 0.0, "caption": -3.0},
    "tail": {"tail": 0.4, "signature": -4.0, "stamp": -7.0, "body": -11.0, "heading": -13.0,
             "picture": -12.0, "title": -9.0},
}
"""How readily one label follows another; a step that is not named costs ``UNUSUAL``."""

FIRST: Mapping[Label, float] = {
    "head": -1.0, "title": 0.0, "kicker": -1.0, "stamp": -1.0, "byline": -2.0, "body": -2.0,
    "lede": -1.5, "picture": -2.0, "inset": -3.0,
}
"""How readily a page begins with a label."""
# fmt: on

UNUSUAL = -7.0
