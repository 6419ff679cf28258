"""What the pages show of a decision, ready for templates that compute nothing."""

from campaigns.decision import key_of
from campaigns.presentation.answer import Answer
from campaigns.presentation.comparison import Row

__all__ = ["Answer", "Row", "key_of"]
