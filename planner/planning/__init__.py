"""The engine: what reaching people by InMail takes and costs.

Pure functions over frozen values: no Django, no clock, no input or output. The rules are in
`RULES.md` beside this file; docstrings cite its sections. A scenario becomes, per plan, groups of
seats with their calendars; these a ledger; this an estimate:

    days           calendar days: months from a day, sending days           §1
    terms          a plan as sold                                           §2
    ranges         how large inputs may be, and when they may lie           §1, §3
    goals          what a target counts                                     §9
    scenario       the inputs of a calculation, seats held among them       §1, §3
    timeline       the campaign's days cut into slices                      §1, §2
    groups         seats that live the same life                            §1, §4
    ledger         slices: expire, grant, credit back, buy, send            §3
    free_messages  messages to open profiles, the day of the last message   §3
    money          subscriptions, billing, rounding                         §5
    bounds         the most that seats can send                             §4
    seats          what seats of a plan send and cost by the end of a month §4
    cost_bounds    the least that options can cost                          §4
    options        the search for seats, months and purchases               §4
    strategies     save up, as granted, buy now, cheapest                   §4
    layout         the rows of an estimate by day, and what falls due       §3, §5
    estimate       one plan with one strategy: seats, days, credits, money  §1-§5
    unit_costs     per lead, per reply, within the budget                   §5
    losses         the part of the subscriptions that is not used           §5
    key_dates      deadline, done on, cancel before                         §1, §5
    comparison     ranking, frontier, and the leads within a budget         §4
    alternatives   sooner, later, other seats, another plan                 §4
    reasons        what an estimate depends on                              §3, §4
    explain        the explanation of an estimate in plain words

Studies, which take longer than an estimate, are packages of their own:

    mix          the cheapest seats of several plans together               §6
    forecast     the spread of an estimate with uncertain reply rates       §7
    sensitivity  what each input does, and where another plan wins          §7
    worth        from messages to customers, and from where on it pays      §9
    channels     each channel alone, all together, and their break-evens    §10
"""
