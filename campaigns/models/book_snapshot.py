from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns.models.sold_plan import SoldPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSnapshot:
    """A price book as a campaign saved it: its plans keep the terms and prices of that day.

    Its `channels` are as `pack_channel` packed them; `None`: those that the book has now.
    """

    book_id: int | None
    slug: str
    name: str
    as_of: date
    taken_on: date
    plans: tuple[SoldPlan, ...]
    channels: tuple[Mapping[str, Any], ...] | None = None
