"""What really happened of a campaign, against its plan (RULES.md §12 and §13).

    record          what was sent, answered, bought and paid
    course          what an estimate plans by each day
    pace            a record against a course: behind or ahead, the last day, spend
    audience_course what an estimate plans for each audience by each day
    audience_sent   how many messages each audience got by a record
    audience_pace   each audience against its own plan, deadline and credits
    learned         the reply rate that a record leaves
    audiences_left  what each audience lacks
    seats_now       the plan's seats on a day, with their credits
    payments        what is paid of a plan before a day, and what it has still to pay
    carried_on      the plan as it is, with what is left to do
    replan          what is left, and the cheapest way to still make it

Importing this package loads no NumPy; learning a rate does.
"""
