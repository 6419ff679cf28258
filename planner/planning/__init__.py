"""The planning module: what reaching people by InMail takes and costs.

Pure functions over frozen values: no Django, no clock, no input or output. The rules are in
`RULES.md` beside this file; docstrings cite its sections.

    terms       a plan as sold, and what its seats have together         §2
    scenario    what a person asks for                                   §1, §3
    credits     the ledger: expire, grant, credit back, buy, send        §3
    strategies  save up, as granted, buy now, cheapest                   §4
    money       subscriptions, billing, rounding                         §5
    estimate    one plan with one strategy, in credits, months, dollars  §4, §5
    unit_costs  per lead, per reply, within the budget                   §5
    comparison  ranking, frontier, and what a budget reaches             §4
    alternatives  sooner, later, more seats, another plan                §4
    explain     why the numbers are what they are, in plain words

What takes longer than the answer itself, each a package of its own:

    mix          the cheapest seats of several plans together            §6
    forecast     what it comes to when nobody knows the reply rate       §7
    sensitivity  what each input does, and where another plan wins       §7
"""
