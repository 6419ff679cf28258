"""Every clause that `explain` and `explain_status` write, and what it claims."""

from planner.planning.ranges import HORIZON
from planner.planning.wording import show_day
from tests.planning.claims import claim, number
from tests.planning.explained import (
    buying_never_pays,
    credits_end_before_the_start,
    credits_of,
    free_months,
    held_credits_are_too_few,
    is_cheaper_than_waiting,
    is_dearer_than_the_last_month,
    is_earliest,
    is_enough,
    is_gathered,
    is_in_the_first_month,
    is_late,
    is_left,
    is_not_enough,
    limits_slow,
    month_is_described,
    prices_are_missing,
    purchase_is_described,
    seats_are_paid_differently,
    seats_are_paid_for,
    seats_stay,
    sending_starts,
    substitutes,
    takes_persons,
    there_at_the_start,
    waiting_is_not_cheaper,
)
from tests.planning.explained_losses import credits_are_lost, months_are_unused

LIMITS = r"(?P<limits>(?:at most|single credits|a seat can).+)"
PRICE = "(?P<cost>,? (?:(?:at|for) <price:price>(?: each)?|at no cost))?"
TOO_FEW_HELD = [
    claim("its cap leaves <left:n> of the <held:n> credits? held at the start, to send <sent:n> of "
          "<messages:n> messages?", held_credits_are_too_few),
    claim("the <held:n> credits? held at the start can only send <sent:n> of <messages:n> "
          "messages?", held_credits_are_too_few),
]  # fmt: skip
CLAIMS = [
    claim("Every message goes to an open profile, which costs no credit, "
          "so no subscription is needed",
          lambda facts, said: facts.recount.to_send == 0),
    claim(r"A (?P<period>month|year)(?: of <seats:n> seats)?"
          "(?P<cost> costs <price:price>| is free)?(?:, a further month <further:price>,)?"
          "(?: and)?(?: every month)? brings "
          r"(?P<grant>no|[\d,]+) credits?(?: a month)?(?:, <each:money> each)?"
          "(?:, the first month <first:n>)?",
          month_is_described),
    claim(r"(?P<payments>[\d,]+ of the [\d,]+ seats (?:is|are) (?:not )?paid for .+)",
          seats_are_paid_differently),
    claim("(?:with the <held:n> credits? held, )?<n:n> months? (?:is|are) enough for "
          "<messages:n> messages?, so nothing is bought",
          is_enough),
    claim(f"it takes <n:n> months, because {LIMITS}",
          lambda facts, said: number(said["n"]) == facts.months
          and limits_slow(facts, said["limits"], facts.estimate.strategy)),
    claim("a bought one costs <price:price>, so in place of the last month(?: of all <seats:n> "
          "seats)? buying pays only for up to <n:n> messages?", substitutes),
    claim("a bought one costs <price:price>, more than the last month, so buying does not pay",
          is_dearer_than_the_last_month),
    claim("the last month costs nothing more, so buying does not pay",
          lambda facts, said: facts.recount.adds(facts.months, facts.months) == 0
          and buying_never_pays(facts)),
    claim("Month <n:n> is the earliest (?P<tried>possible|without buying ahead)"
          f"(?:, because {LIMITS})?",
          is_earliest),
    claim("nothing has to be bought for that", lambda facts, said: facts.bought == 0),
    claim("the credits until then cover <n:n> messages?",
          lambda facts, said: number(said["n"]) == facts.recount.to_send - facts.bought > 0),
    claim("The deadline allows <n:n> months?: (?P<rest>.+)",
          lambda facts, said: number(said["n"]) == facts.months == facts.deadline
          and facts.recount.asked.deadline_on is None),
    claim(r"The deadline is (?P<day>\d+ \w+ \d+): (?P<rest>.+)",
          lambda facts, said: said["day"] == show_day(facts.recount.scenario.deadline)
          and facts.months == facts.deadline),
    claim(r"(?P<who>all [\d,]+|the one needed|the other (?:one|[\d,]+)|(?:one|[\d,]+) more"
          rf"|(?:one|[\d,]+) of [\d,]+) (?:is|are) bought(?: at once)?{PRICE}"
          r"(?P<why>, as few as the deadline allows|, as more months have no known price)?",
          purchase_is_described),
    claim("up to the deadline, waiting would not be cheaper", waiting_is_not_cheaper),
    claim("After <n:n> months? <messages:n> messages? would be left", is_left),
    claim("buying <bought:n> credits? costs <spent:money>, (?:another month"
          "|<more:n> more months|more (?P<seats>seats) in the last month) "
          "<waiting:money>", is_cheaper_than_waiting),
    claim(r"(?:Month 1 has|Saving up until month <n:n> gathers) (?P<credits>no|[\d,]+) credits?"
          r"(?P<why>(?:, the most that the plan lets you hold|, after which the oldest expire)?"
          "(?:: enough for everything, so nothing is bought)?)", is_gathered),
    claim("later months bring the rest, so nothing is bought",
          lambda facts, said: facts.bought == 0),
    claim(".+ brings no credits to save up", lambda facts, said: facts.grant == 0),
    claim("The first month has credits for <n:n> messages?, so nothing is bought",
          lambda facts, said: facts.months == 1 and not facts.bought
          and number(said["n"]) == facts.recount.to_send),
    claim(r"The first month has (?P<n>no|[\d,]+) credits?", is_in_the_first_month),
    claim(r"Sending starts (?P<start>at once|on \d+ \w+ \d+) and takes <n:n> months"
          f"(?:, because {LIMITS})?", sending_starts),
    claim(rf"(?P<facts>A month.*): {HORIZON} months this way are not enough for "
          "<messages:n> messages?", is_not_enough),
    claim(".+ brings no credits and sells none, so nothing can be sent",
          lambda facts, said: facts.recount.unsent(HORIZON) == facts.recount.to_send),
    claim(".+ brings no credits and sells none, and its cap leaves (?P<none>none) of the <held:n> "
          "credits? held at the start", held_credits_are_too_few),
    claim(".+ brings no credits and sells none", lambda facts, said: facts.grant == 0
          and facts.recount.purchase_limit == 0),
    *TOO_FEW_HELD,
]  # fmt: skip

REMARKS = [
    claim("(?:For .+, )?(?P<what>the .+ price) (?:is|are) not known, so there is no total",
          prices_are_missing),
    claim("answers bring back <n:n> credits?", credits_of("returned")),
    claim("<n:n> credits? (?:is|are) lost at the cap"
          "(?:(?:, of which <paid:n> (?:is|are) paid for)?, worth <worth:money>)?",
          credits_are_lost),
    claim("<n:n> credits? expires? unused", credits_of("expired")),
    claim("the trial makes <n:n> months? free",
          lambda facts, said: number(said["n"])
          == max(free_months(facts, one) for one in facts.estimate.groups)),
    claim("The free trials? takes? <n:n> persons? who ha(?:s|ve) had none in the last twelve "
          "months", takes_persons),
    claim(r"paying by the year leaves (?P<months>\d+ months?(?: of .+)?) unused",
          months_are_unused),
    claim("<n:n> credits? (?:is|are) there at the start",
          lambda facts, said: number(said["n"]) == there_at_the_start(facts)),
    claim(r"the <n:n> credits? of the (?:seat|<seats:n> seats) paid for until "
          r"(?P<day>\d+ \w+ \d+) (?:is|are) lost before the start", credits_end_before_the_start),
    claim("<n:n> credits? held on other plans (?:is|are) left behind",
          lambda facts, said: number(said["n"]) == sum(
              one.credits for one in facts.recount.scenario.held_seats
              if one.plan != facts.recount.plan.name)),
    claim(r"<n:n> seats? (?:is|are) paid for until (?P<day>\d+ \w+ \d+) already",
          seats_are_paid_for),
    claim("<n:n> of the <all:n> seats stays? to the end", seats_stay),
    claim("<n:n> messages? to (?:an open profile costs|open profiles cost) no credit",
          lambda facts, said: number(said["n"])
          == facts.recount.scenario.messages - facts.recount.to_send),
]  # fmt: skip

STATUS = [
    claim(".+ has no InMail: it brings no credits and none can be bought",
          lambda facts, said: facts.grant == 0 and facts.recount.purchase_limit == 0),
    claim(".+ has no InMail: it brings no credits and none can be bought, and its cap leaves "
          "(?P<none>none) of the <held:n> credits? held at the start", held_credits_are_too_few),
    *TOO_FEW_HELD,
    claim(rf"Out of reach this way: {HORIZON} months of .+ are not enough for <n:n> messages?",
          lambda facts, said: number(said["n"]) == facts.recount.scenario.messages
          and facts.recount.months_of(facts.estimate.strategy) is None),
    claim("Done in month <n:n>, <late:n> (?P<unit>months?|days?) after the deadline", is_late),
]  # fmt: skip
