"""From names and texts to a value, or to faults.

`form` reads an address, a form or a scenario file, which all use the same names; `query` is the
immutable value of one without faults; `links` writes it into addresses; `display` is how the answer
is shown.
"""
