"""The code of every kind of mistake. A code never changes its meaning; a new kind gets a new code.

Families: `YAML` the file cannot be read, `KEY` the keys of a mapping, `VAL` a single value, `REF` a name
that nothing bears, `FLOW` how the scenes of a talk connect, `TALK` what is said in it, `FACT` what may be
cited and what may not be promised, `LANG` the language of texts, `SCORE` how the scorer judges its replies,
`WALK` what becomes of its walkthroughs, `REPLY` the labelled replies of a rubric, `NOTE` about the checking itself.
"""

from __future__ import annotations

from trainer.i18n import gettext as _

UNREADABLE = "YAML-001"
TOO_LARGE = "YAML-002"
NOT_TEXT = "YAML-003"
EMPTY = "YAML-004"
TAB = "YAML-005"
INDENTATION = "YAML-006"
UNCLOSED = "YAML-007"
NEEDS_QUOTES = "YAML-008"
SYNTAX = "YAML-009"
SEVERAL_DOCUMENTS = "YAML-010"
TOO_DEEP = "YAML-011"
TOO_MANY = "YAML-012"
TAG = "YAML-013"
ALIAS = "YAML-014"

UNKNOWN_KEY = "KEY-001"
MISSING_KEY = "KEY-002"
DUPLICATE_KEY = "KEY-003"
KEY_NOT_TEXT = "KEY-004"

WRONG_KIND = "VAL-001"
NOT_A_CHOICE = "VAL-002"
OUT_OF_RANGE = "VAL-003"
LENGTH = "VAL-004"
FORM = "VAL-005"
TOO_FEW = "VAL-006"
BOUND_UNREADABLE = "VAL-007"
BOUND_IDLE = "VAL-008"
OTHER_VALUE = "VAL-009"

UNKNOWN_TARGET = "REF-001"
UNKNOWN_SCENE = "REF-002"
UNKNOWN_FACT = "REF-003"
UNKNOWN_LIMIT = "REF-004"
UNKNOWN_CRITERION = "REF-005"
UNKNOWN_ACTION = "REF-006"
UNKNOWN_RESIDENT = "REF-007"
UNKNOWN_RUBRIC = "REF-008"
DUPLICATE_ID = "REF-009"
RESERVED_ID = "REF-010"
OTHER_ID = "REF-011"
UNKNOWN_DIMENSION = "REF-012"
UNKNOWN_EFFECT = "REF-013"
UNKNOWN_ENDING = "REF-014"

NO_FALLBACK = "FLOW-001"
NO_LAST_ENDING = "FLOW-002"
NEVER_TRIED = "FLOW-003"
ALWAYS_ANYTIME = "FLOW-004"
NEVER_REACHED = "FLOW-005"
NO_WAY_OUT = "FLOW-006"
SHADOWED = "FLOW-007"
CONTRADICTION = "FLOW-008"
NEVER_HOLDS = "FLOW-009"
HELD = "FLOW-010"
FALSE_BRANCHING = "FLOW-011"

NO_GOOD_ENDING = "TALK-001"
NO_BAD_ENDING = "TALK-002"
LONG_LINE = "TALK-003"
OUT_OF_CHARACTER = "TALK-004"
UNKNOWN_ADDRESS = "TALK-005"
NEVER_SAID = "TALK-006"

NO_SOURCE = "FACT-001"
NEVER_CITED = "FACT-002"
NO_TEMPTATION = "FACT-003"

MIXED_SCRIPT = "LANG-001"
MISSING_TRANSLATION = "LANG-002"
OTHER_LANGUAGE = "LANG-003"

MODEL_MISSES = "SCORE-001"
MODEL_LOW = "SCORE-002"
POOR_HIGH = "SCORE-003"

WALK_STEP = "WALK-001"
WALK_ENDING = "WALK-002"
WALK_DIFFERS = "WALK-003"

LINE_UNREADABLE = "REPLY-001"
NEVER_READ = "REPLY-002"

CUT_SHORT = "NOTE-001"
NOT_SCORED = "NOTE-002"


def titles() -> dict[str, str]:
    """Every code with what it stands for, in the interface language, in the order of families."""
    return {
        UNREADABLE: _("The file cannot be read"),
        TOO_LARGE: _("The file is too large"),
        NOT_TEXT: _("The file is not UTF-8 text"),
        EMPTY: _("The file is empty"),
        TAB: _("A tab where spaces are needed"),
        INDENTATION: _("A line is indented wrongly"),
        UNCLOSED: _("A quote or bracket is not closed"),
        NEEDS_QUOTES: _("Text that needs quotes"),
        SYNTAX: _("A line that is not valid YAML"),
        SEVERAL_DOCUMENTS: _("More than one document in a file"),
        TOO_DEEP: _("Nested too deeply"),
        TOO_MANY: _("Too many values, or aliases that multiply"),
        TAG: _("A tag that is not allowed"),
        ALIAS: _("An alias to nothing or to itself"),
        UNKNOWN_KEY: _("An unknown key"),
        MISSING_KEY: _("A required key is missing"),
        DUPLICATE_KEY: _("A key is given twice"),
        KEY_NOT_TEXT: _("A key that is not plain text"),
        WRONG_KIND: _("The wrong kind of value"),
        NOT_A_CHOICE: _("Not one of the possible values"),
        OUT_OF_RANGE: _("A number out of range"),
        LENGTH: _("Text that is empty or too long"),
        FORM: _("Text not in the form it needs"),
        TOO_FEW: _("A list with too few items"),
        BOUND_UNREADABLE: _("A bound that cannot be read"),
        BOUND_IDLE: _("A bound that never or always holds"),
        OTHER_VALUE: _("A value that does not fit"),
        UNKNOWN_TARGET: _("A branch leads nowhere"),
        UNKNOWN_SCENE: _("No scene of that id"),
        UNKNOWN_FACT: _("No fact of that id"),
        UNKNOWN_LIMIT: _("No limit of that id"),
        UNKNOWN_CRITERION: _("No criterion of that id"),
        UNKNOWN_ACTION: _("No action of that id"),
        UNKNOWN_RESIDENT: _("No resident of that id"),
        UNKNOWN_RUBRIC: _("No rubric of that id"),
        DUPLICATE_ID: _("An id is used twice"),
        RESERVED_ID: _("An id that has a meaning of its own"),
        OTHER_ID: _("The id differs from the file's name"),
        UNKNOWN_DIMENSION: _("No dimension of that id"),
        UNKNOWN_EFFECT: _("An effect of something that does not exist"),
        UNKNOWN_ENDING: _("No ending of that id"),
        NO_FALLBACK: _("A scene without a fallback"),
        NO_LAST_ENDING: _("No ending that always fits"),
        NEVER_TRIED: _("Branches that are never tried"),
        ALWAYS_ANYTIME: _("An anytime branch without a condition"),
        NEVER_REACHED: _("A scene or ending that nothing leads to"),
        NO_WAY_OUT: _("A scene with no way to any ending"),
        SHADOWED: _("A branch that an earlier one shadows"),
        CONTRADICTION: _("A condition that contradicts itself"),
        NEVER_HOLDS: _("A condition that can never come about"),
        HELD: _("A loop without progress"),
        FALSE_BRANCHING: _("The same next scene whatever is said"),
        NO_GOOD_ENDING: _("No good ending"),
        NO_BAD_ENDING: _("No bad ending"),
        LONG_LINE: _("A resident's line that is too long"),
        OUT_OF_CHARACTER: _("A line out of character"),
        UNKNOWN_ADDRESS: _("An unknown form of address"),
        NEVER_SAID: _("A line that can never be said"),
        NO_SOURCE: _("A fact without a source"),
        NEVER_CITED: _("A fact that nobody can or would cite"),
        NO_TEMPTATION: _("A limit that nobody is tempted to break"),
        MIXED_SCRIPT: _("Mixed script"),
        MISSING_TRANSLATION: _("A missing translation"),
        OTHER_LANGUAGE: _("Another language than that of the texts"),
        MODEL_MISSES: _("A moment that asks for what no model reply does"),
        MODEL_LOW: _("A model reply that scores low"),
        POOR_HIGH: _("A poor reply that scores high"),
        WALK_STEP: _("A walkthrough's reply leads to something else"),
        WALK_ENDING: _("A walkthrough ends elsewhere"),
        WALK_DIFFERS: _("A walkthrough that goes another way when it is resumed"),
        LINE_UNREADABLE: _("A labelled reply that cannot be read"),
        NEVER_READ: _("Labelled replies that nothing is learned from"),
        CUT_SHORT: _("Further mistakes are not shown"),
        NOT_SCORED: _("Replies that could not be scored"),
    }
