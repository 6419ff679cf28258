"""What really happened of a campaign, against its plan (RULES.md §12 and §13).

    record   what was sent, answered, bought and paid
    course   what an estimate plans by each day
    pace     a record against a course: behind or ahead, the last day, spend
    learned  the reply rate that a record leaves

Importing this package loads no NumPy; learning a rate does.
"""
