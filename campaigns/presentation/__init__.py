"""What the pages show of an answer, ready for templates that compute nothing."""

from campaigns.presentation.answer import Answer
from campaigns.presentation.comparison import Row, key_of

__all__ = ["Answer", "Row", "key_of"]
