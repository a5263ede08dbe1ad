"""Intake: a request comes in: by the chat, with every question the regulation asks; or by phone, taken down by staff."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from bot.demo.cast import MISTYPED, Requester, Worker, texts
from bot.demo.stage import Stage
from domain import apart
from domain.answers import Field
from domain.consents import mark
from domain.draft import Conversation
from domain.incoming import Incoming
from domain.notices import Code
from domain.people import Place, Speaker
from domain.regulation import Regulation
from domain.reply_address import reply_address
from domain.ticket import Ticket
from domain.usecases.accept import accept
from domain.usecases.agree import agree
from domain.usecases.change_email import ask_for_email, change_email
from domain.usecases.choose import choose
from domain.usecases.duplicates import tell_apart
from domain.usecases.faq import none_found
from domain.usecases.hear import hear
from domain.usecases.invite import DOOR, follow, make_invitation
from domain.usecases.known_failure import NONE, tell_whether_known
from domain.usecases.meeting import standing
from domain.usecases.part import one_problem
from domain.usecases.phone import fill_in_form, open_form
from domain.usecases.prove_email import prove_email
from domain.usecases.receive_letter import Received, receive_letter
from domain.usecases.register import register
from domain.usecases.register_letter import Registered
from domain.usecases.start import start
from domain.usecases.telling import MAIL
from handlers.view.form_names import names

DESK = "desk@example.org"
KINDS = {
    "down": ("failure", "error", "function"),
    "partly": ("failure", "error", "function"),
    "change": ("change", "access", "layout"),
    "question": ("information", "consultation", "other"),
    "wish": ("information", "proposal", "other"),
}
IMPACTS = {
    "down": ("down", "stopped"),
    "partly": ("partly", "no_data", "operation", "minor"),
    "change": ("consultation", "wish"),
    "question": ("consultation", "wish"),
    "wish": ("extension", "wish", "minor"),
}
"""What such a problem is called in the presets; in a regulation of one's own any kind and impact will do."""


@dataclass(frozen=True)
class Problem:
    """What somebody tells of, and how staff deal with it."""

    what: str
    about: str
    text: str
    steps: str
    ask: str
    reply: str
    fix: str


def any_problem(random: Random) -> Problem:
    """One of the supply, with its gaps filled."""
    one = random.choices(texts()["problems"], [_OFTEN[p["what"]] for p in texts()["problems"]])[0]
    said = texts()["said"]
    about = fill(one["text"], random)
    return Problem(
        one["what"],
        about,
        f"{random.choice(texts()['hello'])}{about}{random.choice(texts()['thanks'])}",
        one.get("steps", ""),
        one.get("ask") or random.choice(said["ask"]),
        one.get("reply") if one.get("ask") else random.choice(said["reply"]),
        one["fix"],
    )


_OFTEN = {"down": 0.6, "partly": 1.4, "change": 1.0, "question": 1.2, "wish": 0.7}


def fill(text: str, random: Random) -> str:
    """The words with a time and a place in their gaps."""
    return text.format(when=random.choice(texts()["when"]), place=random.choice(texts()["place"]))


def comes_by_chat(stage: Stage, who: Requester, problem: Problem, random: Random, *, incident: str = "") -> Ticket:
    """The whole intake in the chat; whoever was handed an invitation begins by it. `incident`: the known failure it tells of."""
    by = stage.requester(who.address, who.name, who.username)
    if not who.met and who.belongs == "invited" and who.customer:
        link = make_invitation(stage.desk, which=who.customer.name).link
        follow(stage.desk, by=by, token=link.partition(f"start={DOOR}")[2])
    else:
        start(stage.desk, by=by)
    who.met = True
    while (talk := standing(stage.desk, by=by)).step != "summary":
        _answer(stage, by, talk, who, problem, random, incident)
    assert talk.draft is not None
    (ticket,) = register(stage.desk, by=by, draft_id=talk.draft.id, sure=True)
    return ticket


def comes_by_phone(stage: Stage, agent: Worker, who: Requester, problem: Problem, random: Random) -> Ticket:
    """A call that staff take down by the form."""
    by = stage.agent(agent.address, agent.name, agent.username)
    key = f"demo-{stage.now().timestamp():.0f}"
    open_form(stage.desk, by=by, key=key)
    stage.deliver()
    form = stage.desk.outbox.by_key(f"{Code.PROMPT_NEW}:{stage.staff.chat}:{key}")
    assert form is not None
    filled = _form(stage.rules, who, problem, random)
    done = fill_in_form(stage.desk, by=by, remote=form.remote, text=filled, names=names())
    assert done is not None
    return done.ticket


def comes_by_letter(stage: Stage, who: Requester, problem: Problem, random: Random) -> Ticket:
    """A letter with the form filled in; now and then a few plain words, and the desk asks for the rest."""
    subject = problem.about.partition(":")[0][:80]
    text = _form(stage.rules, who, problem, random) if random.random() < 0.8 else problem.text
    done = _letter(stage, who, subject, text, None)
    assert isinstance(done, Registered)
    return done.ticket


def answers_by_letter(stage: Stage, who: Requester, number: str, text: str) -> None:
    """A reply to a letter about the request."""
    _letter(stage, who, f"Re: {number}", text, number)


def _letter(stage: Stage, who: Requester, subject: str, text: str, number: str | None) -> Received:
    return receive_letter(
        stage.desk,
        said=Incoming(
            by=Speaker(Place(MAIL, who.email), who.email, who.name, stage.now()),
            subject=subject,
            text=text,
            to=(reply_address(stage.desk.tokens, DESK, number, who.email),) if number else (DESK,),
            trusted=True,
        ),
        received_at=stage.now(),
        names=names(),
    )


def _form(rules: Regulation, who: Requester, problem: Problem, random: Random) -> str:
    """The form in words, filled in."""
    lines = [f"{f.label.in_('ru')}: {_words(f, who, problem, random)}" for f in rules.fields]
    for named, things, wanted in ((names().kind, rules.kinds, KINDS), (names().impact, rules.impacts, IMPACTS)):
        if things:
            chosen = fitting(things, wanted[problem.what], random)
            lines.append(f"{named.in_('ru')}: {1 + [thing.key for thing in things].index(chosen)}")
    return "\n".join(lines)


def corrects_address(stage: Stage, who: Requester, number: str) -> None:
    """Letters did not reach them: they type the right address into the chat."""
    by = stage.requester(who.address, who.name, who.username)
    talk = ask_for_email(stage.desk, by=by, number=number)
    assert talk.draft is not None
    who.email, who.mailbox = who.email.replace(f"@{MISTYPED}", "@"), True
    change_email(stage.desk, by=by, person=talk.person, draft=talk.draft, address=who.email)


def proves_address(stage: Stage, who: Requester) -> bool:
    """They type the digits from the letter. False if none are awaited."""
    by = stage.requester(who.address, who.name, who.username)
    person = stage.desk.people.speaking(by)
    proof = stage.desk.people.proof(person.id)
    if proof is None:
        return False
    prove_email(stage.desk, by=by, person=person, proof=proof)
    return True


def fitting(things: Any, wanted: tuple[str, ...], random: Random) -> str:
    """The key of a kind or impact that such a problem has here."""
    there = [thing.key for thing in things if thing.key in wanted]
    return str(random.choice(there or [thing.key for thing in things]))


def _answer(
    stage: Stage, by: Speaker, talk: Conversation, who: Requester, problem: Problem, random: Random, incident: str
) -> None:
    desk, rules, draft, step = stage.desk, stage.rules, talk.draft, talk.step
    assert draft is not None
    match step:
        case "consent":
            agree(desk, by=by, draft_id=draft.id, shown=mark(rules.consent.text.in_("ru")))
        case "acceptance":
            accept(desk, by=by, draft_id=draft.id, shown=rules.digest[:16])
        case "faq" | "articles":
            none_found(desk, by=by, draft_id=draft.id)
        case "incident":
            tell_whether_known(desk, by=by, draft_id=draft.id, which=incident or NONE)
        case "alike":
            tell_apart(desk, by=by, draft_id=draft.id, number=talk.alike.number if talk.alike else "")
        case "parts":
            one_problem(desk, by=by, draft_id=draft.id, mark=draft.answers[apart.JUDGED])
        case _ if choice := _choice(rules, step, draft.answers, problem, random):
            choose(desk, by=by, draft_id=draft.id, step=step, value=choice)
        case _:
            hear(desk, by=by, text=_words(rules.field(step), who, problem, random))


def _choice(rules: Regulation, step: str, answers: dict[str, Any], problem: Problem, random: Random) -> str:
    match step:
        case "claim":
            return "yes"
        case "profile":
            return "ok"
        case "product":
            return str(random.randrange(len(answers["_products"])))
        case "protected":
            return "none"
        case "head":
            return "yes" if problem.what == "down" and random.random() < 0.3 else "no"
        case "files":
            return "done"
        case "kind":
            return fitting(rules.kinds, KINDS[problem.what], random)
        case "impact":
            return fitting(rules.impacts, IMPACTS[problem.what], random)
    return ""


def _words(field: Field, who: Requester, problem: Problem, random: Random) -> str:
    """What they type into a field of the regulation; a field that only a regulation of one's own has gets a word or two."""
    if field.kind == "email":
        return who.email
    if field.kind == "phone":
        return who.phone
    first = problem.about.partition(":")[0]
    own = {
        "organization": who.customer.name if who.customer else "Частное лицо",
        "name": who.name,
        "position": who.position,
        "description": problem.text,
        "steps": problem.steps or (field.skip.in_("ru") if field.skip else "Шагов нет, это вопрос."),
        "details": random.choice(("Windows 11, свежий браузер", "Рабочее место под Linux", "нет")),
        "subject": first[:120],
        "site": f"{who.email.rpartition('@')[2]}",
        "version": random.choice(("4.11", "4.10.2", "4.9")),
        "contact": f"Телеграм @{who.username}",
        "link": f"https://portal.example/doc/{random.randint(1000, 9999)}",
    }
    return own.get(field.key) or "Без особенностей"
