"""Events: what an entry of the journal says happened, in a word or two."""

from __future__ import annotations

from domain.journal import Entry, EntryKind
from handlers.view.words import _


def event(kind: EntryKind) -> str:
    """What happened, in a word or two."""
    names = {
        EntryKind.REGISTERED: _("Registered"),
        EntryKind.TAKEN: _("Taken into work"),
        EntryKind.PRIORITY: _("Priority set"),
        EntryKind.QUESTION: _("Question"),
        EntryKind.MESSAGE: _("Message from the requester"),
        EntryKind.ANSWER: _("Our answer"),
        EntryKind.NOTE: _("Note"),
        EntryKind.HELD: _("Was put off"),
        EntryKind.WORK_RESUMED: _("Back in work"),
        EntryKind.COMPLETED: _("Completed"),
        EntryKind.DISPUTED: _("Back in work"),
        EntryKind.CONFIRMED: _("Confirmed"),
        EntryKind.CLOSED: _("Closed"),
        EntryKind.RATED: _("Rated"),
        EntryKind.PROMISED: _("New date promised"),
        EntryKind.REMINDED: _("Reminded"),
        EntryKind.WARNED: _("Warned of the deadline"),
        EntryKind.BREACHED: _("Deadline missed"),
        EntryKind.FILE: _("Files"),
        EntryKind.DELIVERED: _("Delivered"),
        EntryKind.UNDELIVERED: _("Not delivered"),
        EntryKind.EMAIL_PROVED: _("E-mail proved"),
        EntryKind.EMAIL_CHANGED: _("E-mail corrected"),
        EntryKind.PAUSED_SILENCE: _("Silence timer"),
        EntryKind.PARTICIPANT: _("Somebody was brought in"),
        EntryKind.IDENTIFIED: _("Customer recognized"),
        EntryKind.SUSPENDED: _("Support suspended"),
        EntryKind.RESTORED: _("Support restored"),
        EntryKind.MERGE_PROPOSED: _("The requester is asked whether they are somebody else as well"),
        EntryKind.BLOCKED: _("The requester is blocked"),
        EntryKind.UNBLOCKED: _("The block of the requester has ended"),
        EntryKind.FILLED_IN: _("Details given"),
        EntryKind.LEVEL: _("Level confirmed"),
        EntryKind.SCOPE: _("Told what we do in a limited way"),
        EntryKind.PAID_OFFERED: _("Paid work offered"),
        EntryKind.PAID_ANSWERED: _("Answer on the paid work"),
        EntryKind.QUEUED_FIRST: _("Out of turn"),
        EntryKind.SECRET_GIVEN: _("Told in confidence"),
        EntryKind.SECRET_SHOWN: _("Shown to the assignee"),
        EntryKind.SECRET_ERASED: _("Erased unseen"),
        EntryKind.FLAGGED: _("Rude words found"),
        EntryKind.PASSED_ON: _("Handed over to a colleague"),
        EntryKind.CODED: _("Code of the ending"),
        EntryKind.LINE_CHANGED: _("Handed to another line"),
        EntryKind.ACCOUNT_MOVED: _("The requester's account changed"),
        EntryKind.COMPLAINED: _("Letter to quality control"),
        EntryKind.COMPLAINT_ANSWERED: _("Answer of quality control"),
        EntryKind.CONTACTED: _("Got in touch about the rating"),
        EntryKind.ERASED: _("Personal data erased"),
        EntryKind.CONSENT_WITHDRAWN: _("Consent withdrawn"),
        EntryKind.EDITED: _("Corrected by the requester"),
        EntryKind.LINKED: _("Linked"),
        EntryKind.ONE_ISSUE: _("One problem"),
        EntryKind.OBJECTED: _("Objection to the priority"),
        EntryKind.OBJECTION_ANSWERED: _("Answer to the objection"),
        EntryKind.KNOWN: _("A known problem"),
        EntryKind.FOLLOWED: _("Passed on to the main request"),
        EntryKind.UNLINKED: _("Link removed"),
        EntryKind.TAGGED: _("Tags changed"),
        EntryKind.WATCHED: _("Watched by staff"),
        EntryKind.ASSIGNED: _("Assigned"),
        EntryKind.GIVEN_BACK: _("Given back"),
        EntryKind.INCIDENT: _("A failure that hits many"),
        EntryKind.EFFORT: _("Time of an answer corrected"),
        EntryKind.HOURS: _("Prepaid hours run out"),
        EntryKind.PHONE_PROVED: _("Phone number proved in Telegram"),
        EntryKind.MAIL_PROVED: _("Mailbox proved in Telegram"),
        EntryKind.AUTO_REPLY: _("Automatic reply"),
    }
    return names[kind]


def happened(entry: Entry) -> str:
    """The same of one entry, with the means where it was not in writing."""
    means = {"phone": _("Our answer by phone"), "remote": _("Our answer by remote access")}
    if entry.kind is EntryKind.REGISTERED and entry.facts.get("door") == "phone":
        return _("Taken down by phone")
    if entry.kind is EntryKind.PARTICIPANT and entry.facts.get("wrote"):
        return _("Somebody from outside writes")
    if entry.kind is EntryKind.PARTICIPANT and entry.facts.get("removed"):
        return _("Somebody was removed")
    if entry.kind is EntryKind.MESSAGE and entry.facts.get("colleague"):
        return _("A colleague of the requester adds")
    if entry.kind is EntryKind.EDITED and entry.facts.get("by_staff"):
        return _("Corrected by us")
    return means.get(entry.facts.get("means", ""), event(entry.kind))
