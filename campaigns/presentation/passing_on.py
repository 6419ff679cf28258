"""What goes along with a link: the words of an e-mail, the preview that a messenger shows."""

from dataclasses import dataclass
from urllib.parse import quote

from campaigns.decision import Decision
from campaigns.presentation.brief import describe_way, write_question
from campaigns.presentation.judgement import judge
from campaigns.query.links import LONGEST_LINK
from campaigns.wording import write_dollars

# Some mail programs take no longer address from a page.
LONGEST_MAILTO = 1_900


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A link to pass on; `address` is absolute, `workbook` is the address of the Excel file."""

    address: str
    title: str
    text: str
    workbook: str

    @property
    def printed(self) -> str:
        """The address as it stands on paper; empty where it is too long to be typed."""
        return self.address if len(self.address) <= LONGEST_LINK else ""

    @property
    def mailto(self) -> str:
        """The address that opens an e-mail with the link; empty where that would be too long."""
        body = f"{self.text}\n\n{self.address}\n"
        mailto = f"mailto:?subject={quote(self.title, safe='')}&body={quote(body, safe='')}"
        return mailto if len(mailto) <= LONGEST_MAILTO else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a messenger shows of a link: texts and a picture; `address` and `picture` are absolute.

    Everything in it stands on the page as well, so it reveals no more than the link does.
    """

    title: str
    description: str
    address: str
    picture: str


def write_title(decision: Decision, *, name: str = "") -> str:
    """The title of a link: the answer, after the campaign's name where it has one."""
    return f"{name}: {decision.headline}" if name else decision.headline


def write_description(decision: Decision) -> str:
    """The verdict, its price, and the question: "Yes, 30 days early: $990.00 with …"."""
    verdict, chosen = judge(decision.chosen).text, decision.chosen
    cost = ""
    if chosen is not None and chosen.is_done:
        cost = f": {write_dollars(chosen.total)} with {describe_way(chosen)}"
    return f"{verdict}{cost}. {write_question(decision.query.scenario)}"
