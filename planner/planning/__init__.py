"""The engine: what reaching people by InMail takes and costs.

Pure functions over frozen values: no Django, no clock, no input or output. The rules are in
`RULES.md` beside this file; docstrings cite its sections.

    terms       a plan as sold, and its seats pooled                     §2
    scenario    the inputs of a calculation                              §1, §3
    credits     the ledger: expire, grant, credit back, buy, send        §3
    strategies  save up, as granted, buy now, cheapest                   §4
    money       subscriptions, billing, rounding                         §5
    estimate    one plan with one strategy, in credits, months, dollars  §4, §5
    unit_costs  per lead, per reply, within the budget                   §5
    losses      the part of a subscription that is not used              §5
    key_dates   deadline, done by, cancel before                         §1, §5
    comparison  ranking, frontier, and the leads within a budget         §4
    alternatives  sooner, later, more seats, another plan                §4
    reasons     what an estimate depends on                              §3, §4
    explain     the explanation of an estimate in plain words

Studies, which take longer than an estimate, are packages of their own:

    mix          the cheapest seats of several plans together            §6
    forecast     the spread of an estimate with uncertain reply rates    §7
    sensitivity  what each input does, and where another plan wins       §7
"""
