"""What really happened of a campaign, against its plan (RULES.md §12 and §13).

    record      what was sent, answered, bought and paid
    course      what an estimate plans by each day
    pace        a record against a course: behind or ahead, the last day, spend
    learned     the reply rate that a record leaves
    seats_now   the plan's seats on a day, with their credits
    carried_on  the plan as it is, with what is left to do
    replan      what is left, and the cheapest way to still make it

Importing this package loads no NumPy; learning a rate does.
"""
