"""Notices: what somebody must be told. A code and facts; no words, no channel. Words are in handlers/view."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    # to the requester, by chat and by letter
    REGISTERED = "registered"
    STARTED = "started"
    PRIORITY = "priority"
    QUESTION = "question"
    SECRET_ASKED = "secret_asked"
    ASK_REMINDER = "ask_reminder"
    ANSWER = "answer"
    COMPLETED = "completed"
    SILENCE_REMINDER = "silence_reminder"
    RESUMED = "resumed"
    PROMISED = "promised"
    HELD = "held"
    WORK_RESUMED = "work_resumed"
    CLOSED = "closed"
    LIMITED = "limited"
    PAID_OFFERED = "paid_offered"
    PAID_ANSWERED = "paid_answered"
    PASSED_ON = "passed_on"
    TAKEN_OVER = "taken_over"
    COMPLAINT_SENT = "complaint_sent"
    COMPLAINT_ANSWERED = "complaint_answered"
    NEW_RULES = "new_rules"
    INVOLVED = "involved"
    IDENTIFIED = "identified"
    COLLEAGUE = "colleague"
    OBJECTION_ANSWERED = "objection_answered"
    MERGED = "merged"
    KNOWN = "known"
    SPLIT = "split"
    FOLLOWED = "followed"
    CORRECTED = "corrected"
    HANDED_OVER = "handed_over"
    INCIDENT = "incident"
    PHONE_PROVED = "phone_proved"
    FILES_REFUSED = "files_refused"
    MAIL_PROVED = "mail_proved"
    DETAILS_TAKEN = "details_taken"
    CAME_LATE = "came_late"
    # to a customer, on no ticket
    HOURS_USED = "hours_used"
    # to the requester, by letter only: the mirror of what they said in the chat, and the record up to now
    YOU_WROTE = "you_wrote"
    RECORD = "record"
    PROOF = "proof"
    ACCOUNT_CODE = "account_code"
    # to the requester, in the chat only
    FILES = "files"
    LETTER_FAILED = "letter_failed"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    SAME_PERSON = "same_person"
    SAME_PERSON_CODE = "same_person_code"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    LETTER_ACCEPTED = "letter_accepted"
    CARD_MASKED = "card_masked"
    ACCOUNT_MOVED = "account_moved"
    ARISEN = "arisen"
    ERASE = "erase"
    ERASE_FAILED = "erase_failed"
    MY_DATA = "my_data"
    JOURNAL = "journal"
    STAFF_MAIL = "staff_mail"
    """To an agent in private: their letters do not arrive, or one of theirs was not carried out."""
    # to a person, on no ticket, by chat or letter; nothing of them is kept once they are out
    CONSENT_WITHDRAWN = "consent_withdrawn"
    FORGOTTEN = "forgotten"
    TOPIC_EMPTIED = "topic_emptied"
    CHAT_LEFT = "chat_left"
    """What was said of an erased ticket in private is to be deleted there."""
    FROM_GROUP = "from_group"
    BIND_CHOICE = "bind_choice"
    TOPIC = "topic"
    # to a customer's group
    GROUP_BOUND = "group_bound"
    GROUP_STATE = "group_state"
    # to whoever wrote a letter that is no request, by letter only
    NOT_REGISTERED = "not_registered"
    EMPTY_LETTER = "empty_letter"
    # to quality control, by letter
    COMPLAINT = "complaint"
    LOW_RATED = "low_rated"
    # to staff
    CARD = "card"
    CARD_LEFT = "card_left"
    OTHER_LINE = "other_line"
    MAY_CONCERN = "may_concern"
    STAFF_TOPIC = "staff_topic"
    PING = "ping"
    STAFF_FILES = "staff_files"
    SAID = "said"
    EDITED = "edited"
    FLAGGED = "flagged"
    COMPLAINED = "complained"
    COMPLAINT_SOON = "complaint_soon"
    COMPLAINT_LATE = "complaint_late"
    CAME_UP = "came_up"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"
    NEW_REQUESTER = "new_requester"
    RATED = "rated"
    WARNING = "warning"
    BREACH = "breach"
    NOT_DELIVERED = "not_delivered"
    PROMPT_ASK = "prompt_ask"
    PROMPT_SECRET = "prompt_secret"
    PROMPT_COMPLETE = "prompt_complete"
    PROMPT_PROMISE = "prompt_promise"
    PROMPT_HOLD = "prompt_hold"
    PROMPT_REFUSE = "prompt_refuse"
    PROMPT_ARTICLE = "prompt_article"
    PROMPT_INVOLVE = "prompt_involve"
    PROMPT_SUSPEND = "prompt_suspend"
    PROMPT_RESTORE = "prompt_restore"
    PROMPT_PHONE = "prompt_phone"
    PROMPT_OFFER = "prompt_offer"
    PROMPT_HAND_ON = "prompt_hand_on"
    PROMPT_COMPLAINT = "prompt_complaint"
    PROMPT_CONTACTED = "prompt_contacted"
    PAID_DECIDED = "paid_decided"
    MANY_TICKETS = "many_tickets"
    OBJECTED = "objected"
    MERGED_IN = "merged_in"
    STRANGERS = "strangers"
    SAME_ANSWER = "same_answer"
    SPLIT_CHOICE = "split_choice"
    WATCHED = "watched"
    PROMPT_PRIORITY = "prompt_priority"
    PROMPT_OBJECTION = "prompt_objection"
    PROMPT_RELATE = "prompt_relate"
    PROMPT_DUPLICATE = "prompt_duplicate"
    PROMPT_TAG = "prompt_tag"
    PROMPT_ADDRESS = "prompt_address"
    FATE = "fate"
    CANNED = "canned"
    PROMPT_CANNED = "prompt_canned"
    PROMPT_REMARK = "prompt_remark"
    PROMPT_BLOCK = "prompt_block"
    PROMPT_SAME_PERSON = "prompt_same_person"
    ASSIGNED = "assigned"
    GIVEN_BACK = "given_back"
    NOW_IN_CHAT = "now_in_chat"
    OUTSIDE_WROTE = "outside_wrote"
    STAFF_WROTE = "staff_wrote"
    MAIL_COMPLAINT = "mail_complaint"
    RAW_LETTER = "raw_letter"
    HOURS_RUN = "hours_run"
    PEOPLE_MERGED = "people_merged"
    PHONE_SHARED = "phone_shared"
    # to staff, on no ticket
    PROMPT_NEW = "prompt_new"
    PROMPT_CALL = "prompt_call"
    PROMPT_FAQ = "prompt_faq"
    PROMPT_TEMPLATE = "prompt_template"
    PROMPT_INCIDENT = "prompt_incident"
    LETTER_HELD = "letter_held"
    LETTERS_HELD = "letters_held"
    MAIL_COMPLAINED = "mail_complained"
    RAW_HELD = "raw_held"
    LETTER_UNREAD = "letter_unread"
    LETTERS_UNREAD = "letters_unread"
    MAIL_AWAY = "mail_away"
    MAIL_BACK = "mail_back"
    JOINED = "joined"
    NEW_ONES = "new_ones"
    NO_TOPICS = "no_topics"
    OPENING = "opening"
    LEFT_OPEN = "left_open"
    WIPE = "wipe"
    WIPE_FAILED = "wipe_failed"
    STAFF_LIST = "staff_list"
    NOW = "now"
    QUALITY_MONTH = "quality_month"
    # to an agent's private chat: no words, its menu
    STAFF_MENU = "staff_menu"
    REPORT = "report"
    # to an agent, by letter only: what staff are told, and what they wrote and was not understood
    STAFF_LETTER = "staff_letter"
    # to somebody from outside, by letter only
    TO_PARTICIPANT = "to_participant"


BOTH_WAYS = frozenset(
    {
        Code.REGISTERED,
        Code.STARTED,
        Code.PRIORITY,
        Code.QUESTION,
        Code.SECRET_ASKED,
        Code.ASK_REMINDER,
        Code.ANSWER,
        Code.COMPLETED,
        Code.SILENCE_REMINDER,
        Code.RESUMED,
        Code.PROMISED,
        Code.HELD,
        Code.WORK_RESUMED,
        Code.CLOSED,
        Code.LIMITED,
        Code.PAID_OFFERED,
        Code.PAID_ANSWERED,
        Code.TAKEN_OVER,
        Code.COMPLAINT_SENT,
        Code.COMPLAINT_ANSWERED,
        Code.NEW_RULES,
        Code.INVOLVED,
        Code.IDENTIFIED,
        Code.COLLEAGUE,
        Code.OBJECTION_ANSWERED,
        Code.MERGED,
        Code.KNOWN,
        Code.SPLIT,
        Code.FOLLOWED,
        Code.CORRECTED,
        Code.HANDED_OVER,
        Code.INCIDENT,
        Code.PHONE_PROVED,
        Code.FILES_REFUSED,
        Code.MAIL_PROVED,
        Code.DETAILS_TAKEN,
        Code.CAME_LATE,
    }
)
BY_LETTER = frozenset({Code.YOU_WROTE, Code.RECORD, Code.PROOF, Code.ACCOUNT_CODE})
IN_CHAT = frozenset(
    {
        Code.FILES,
        Code.LETTER_FAILED,
        Code.LETTER_ACCEPTED,
        Code.SUSPENDED,
        Code.RESTORED,
        Code.SAME_PERSON,
        Code.SAME_PERSON_CODE,
        Code.BLOCKED,
        Code.UNBLOCKED,
        Code.CARD_MASKED,
        Code.ACCOUNT_MOVED,
        Code.ARISEN,
        Code.ERASE,
        Code.ERASE_FAILED,
        Code.PASSED_ON,
        Code.MY_DATA,
        Code.JOURNAL,
        Code.HOURS_USED,
        Code.FROM_GROUP,
        Code.BIND_CHOICE,
        Code.TOPIC,
        Code.STAFF_MENU,
        Code.STAFF_MAIL,
    }
)
TO_GROUPS = frozenset({Code.GROUP_BOUND, Code.GROUP_STATE})
TO_OTHERS = frozenset({Code.TO_PARTICIPANT, Code.NOT_REGISTERED, Code.EMPTY_LETTER, Code.COMPLAINT, Code.LOW_RATED})
LAST_WORDS = frozenset({Code.CONSENT_WITHDRAWN, Code.FORGOTTEN, Code.TOPIC_EMPTIED, Code.CHAT_LEFT})
"""Whose address must not outlive them: the parcel goes the moment it is out."""
TO_AGENTS = frozenset({Code.STAFF_LETTER})
TO_STAFF = frozenset(Code) - BOTH_WAYS - BY_LETTER - IN_CHAT - TO_OTHERS - LAST_WORDS - TO_GROUPS - TO_AGENTS
ON_NO_TICKET = frozenset(
    {
        *(
            Code.PROMPT_NEW,
            Code.PROMPT_CALL,
            Code.PROMPT_FAQ,
            Code.PROMPT_TEMPLATE,
            Code.LETTER_HELD,
            Code.LETTERS_HELD,
            Code.MAIL_COMPLAINED,
            Code.RAW_HELD,
            Code.LETTER_UNREAD,
            Code.LETTERS_UNREAD,
            Code.MAIL_AWAY,
            Code.MAIL_BACK,
            Code.JOINED,
            Code.WIPE,
            Code.WIPE_FAILED,
        ),
        Code.STAFF_LIST,
        Code.NOW,
        Code.QUALITY_MONTH,
        Code.REPORT,
        Code.NEW_ONES,
        Code.NO_TOPICS,
        Code.OPENING,
        Code.LEFT_OPEN,
        Code.PROMPT_INCIDENT,
    }
)


@dataclass(frozen=True)
class Notice:
    """Something to tell. `facts` must survive JSON; instants in them are ISO 8601 in UTC."""

    code: Code
    facts: dict[str, Any] = field(default_factory=dict)


class Fate(StrEnum):
    """What became of a notice on one channel."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    """There was nothing left to say when its turn came."""


@dataclass(eq=False)
class Parcel:
    """One notice for one address on one channel: a row of the outbox.

    `key` is unique and stable (`BAR-000123:3:requester:email`); parcels of one `lane` go out in order: an address has one, and
    another (`queue`) for what nobody must wait behind, such as a card that is drawn anew. `due` and `created` are
    seconds of the wall clock (Unix time), not of the regulation's; once it is sent or has failed, `due` is when that was.
    `uncertain`: it may have arrived twice.
    """

    key: str
    channel: str
    address: str
    code: Code
    facts: dict[str, Any]
    language: str
    created: float
    due: float
    ticket: str | None = None
    entry: int | None = None
    thread: int = 0
    queue: str = ""
    fate: Fate = Fate.QUEUED
    attempts: int = 0
    remote: str = ""
    error: str = ""
    uncertain: bool = False
    id: int | None = None

    @property
    def lane(self) -> tuple[str, str, str]:
        """Whose order it keeps."""
        return (self.channel, self.address, self.queue)
