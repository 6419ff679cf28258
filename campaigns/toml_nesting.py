"""How deeply a TOML text is nested, found before it is parsed.

`tomllib` makes a table of each part of a key, in a time that grows with the square of the parts,
and Python cannot print what is nested some thousand levels deep.
"""

import re

# A scenario has two: [[custom_plans]] and a name in it. Brackets and parts of a key count apart.
DEEPEST = 8

TOKEN = re.compile(
    r'''
      """ (?: \\. | [^\\] )*? (?: """ "{0,2} | \Z )   # texts, which may hold anything, …
    | \'\'\' .*? (?: \'\'\' '{0,2} | \Z )
    | " (?: \\. | [^"\\\n] )*+ "?
    | ' [^'\n]*+ '?
    | \# [^\n]*+                                       # … comments, too
    | [\[{] | [\]}] | [.] | [\n=,]
    ''',
    re.DOTALL | re.VERBOSE,
)


def is_nested_too_deeply(text: str) -> bool:
    """Whether brackets, or the parts of a dotted key, go deeper than `DEEPEST`."""
    brackets = dots = 0
    for token in TOKEN.finditer(text):
        match token.group():
            case "[" | "{":
                brackets, dots = brackets + 1, 0
            case "]" | "}":
                brackets, dots = brackets - 1, 0
            case ".":
                dots += 1
            case "\n" | "=" | ",":
                dots = 0
        if max(brackets, dots + 1) > DEEPEST:
            return True
    return False
