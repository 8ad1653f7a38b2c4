"""Colours the words of a Keras script."""

import re

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gui.theme import theme

_WORDS = re.compile(
    r"(?P<keyword>\b(?:def|class|return|import|from|for|in|if|else|None|True|False|range|lambda|not|and|or)\b)"
    r"|(?P<text>f?\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<comment>#.*)"
    r"|(?P<number>\b\d[\d_.e-]*\b)"
)
_TOKENS = {"keyword": "accent", "text": "success", "comment": "text_secondary", "number": "warning"}
_QUOTES = '"""'
_OUTSIDE, _INSIDE = 0, 1


class ScriptColours(QSyntaxHighlighter):
    """Marks keywords, texts, numbers and comments, in the colours of the theme."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self.take_theme()

    def take_theme(self) -> None:
        """Take the colours of the theme in use."""
        for kind, token in _TOKENS.items():
            style = QTextCharFormat()
            style.setForeground(theme().colour(token))
            self._formats[kind] = style
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        begins_inside = self.previousBlockState() == _INSIDE
        quotes = text.count(_QUOTES)
        ends_inside = begins_inside != bool(quotes % 2)
        self.setCurrentBlockState(_INSIDE if ends_inside else _OUTSIDE)
        if begins_inside or quotes:
            self.setFormat(0, len(text), self._formats["text"])
            return
        for match in _WORDS.finditer(text):
            kind = match.lastgroup or "text"
            self.setFormat(match.start(), match.end() - match.start(), self._formats[kind])
