"""What the program itself says of an imported conversation, where its scenario has to say something.

It stands in the journal in the language of the conversation, as all of a scenario does; whoever reads it is told in
theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer.i18n import LANGS, N_, texts_in

if TYPE_CHECKING:
    from trainer.session.transcript import Transcript

IMPORTED = "imported."
"""What the id of its scenario begins with, for whoever reads it in a list; what a program goes by is the mode."""
TITLE = N_("Imported conversation")
TITLED = N_("Imported conversation: {name}")
RESIDENT = N_("Resident")
GOAL = N_("To talk over a conversation that really took place.")
ROLE = N_("You answered in this conversation.")
BRIEFING = N_("What led to it is not known.")
ENDING = N_("imported")
NO_VERDICT = N_("The conversation was imported. Nobody judges how it ended.")


def said_in(lang: str, text: str) -> str:
    """One of these texts in that language; any other as it is, since it stood in the file."""
    say = texts_in(lang)
    for known in map(texts_in, LANGS):
        for each in (TITLE, RESIDENT, GOAL, ROLE, BRIEFING, ENDING, NO_VERDICT):
            if text == known(each):
                return say(each)
        before = known(TITLED).format(name="")
        if text.startswith(before):
            return say(TITLED).format(name=text.removeprefix(before))
    return text


def told_in(lang: str, transcript: Transcript) -> Transcript:
    """A session as it is told in that language: what was practised as it is, an imported conversation as above."""
    started = transcript.started
    if not started.is_imported:
        return transcript

    def say(text: str) -> str:
        return said_in(lang, text)

    scenario = started.scenario
    (end,) = scenario.endings
    ending = end.model_copy(update={"title": say(end.title), "text": say(end.text)})
    name = say(scenario.resident.name) if "name" in started.unknown else scenario.resident.name
    told = {
        "title": say(scenario.title),
        "goals": tuple(map(say, scenario.goals)),
        "role": say(scenario.role),
        "briefing": say(scenario.briefing),
        "resident": scenario.resident.model_copy(update={"name": name}),
        "endings": (ending,),
    }
    return transcript.model_copy(
        update={
            "started": started.model_copy(update={"scenario": scenario.model_copy(update=told)}),
            "ending": transcript.ending and ending,
        }
    )
