"""Who is there at the beginning, and how people, members and chats look in the Bot API.

Ids are larger than 32 bits hold, as today's are; names are known ones, so that stories can be told about them.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

BOT_ID = 7_000_000_001
SANDBOX_TOKEN = f"{BOT_ID}:SANDBOX-a-token-that-opens-nothing-else"
STAFF_CHAT_ID = -4_000_000_001
ANNA, JOHN, BORIS, OLGA = 6_100_000_001, 6_100_000_002, 6_200_000_001, 6_200_000_002
FIRST_NEWCOMER = 6_300_000_001

AUTHSERV = "mx.sandbox.example"
"""The name under which the desk's own mail server says who it vouches for (RFC 8601)."""

BOT: Json = {"id": BOT_ID, "is_bot": True, "first_name": "Frontdesk", "username": "frontdesk_sandbox_bot"}
BOT_ABILITIES: Json = {
    "can_join_groups": True,
    "can_read_all_group_messages": True,
    "supports_inline_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
    "has_topics_enabled": False,
    "allows_users_to_create_topics": False,
}


def _person(person_id: int, first: str, last: str, username: str, language: str, phone: str) -> Json:
    user = {"id": person_id, "is_bot": False, "first_name": first, "last_name": last, "username": username}
    return {"user": {**user, "language_code": language}, "phone": phone, "started": False, "blocked": False}


def people() -> list[Json]:
    """The first people; each has a phone, so that a contact can be shared without typing."""
    return [
        _person(ANNA, "Анна", "Соколова", "anna_sokolova", "ru", "+79161234567"),
        _person(JOHN, "John", "Smith", "john_smith", "en", "+442079460123"),
        _person(BORIS, "Борис", "Иванов", "boris_ivanov", "ru", "+79031112233"),
        _person(OLGA, "Ольга", "Петрова", "olga_petrova", "ru", "+79034445566"),
    ]


def staff_chat() -> Json:
    """The staff group: the bot is in it, Борис leads, Ольга works."""
    return {
        "id": STAFF_CHAT_ID,
        "type": "group",
        "title": "Поддержка",
        "members": {str(BORIS): "creator", str(OLGA): "member", str(BOT_ID): "member"},
    }


def chat_json(chat: Json) -> Json:
    """Chat, as it stands in a Message."""
    keys = ("id", "type", "title", "first_name", "last_name", "username", "is_forum")
    return {key: chat[key] for key in keys if chat.get(key) is not None}


_ADMIN_RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_send_welcome_messages",
)


def member_json(user: Json, status: str) -> Json:
    """ChatMember with the fields its status asks for."""
    member: Json = {"status": status, "user": user}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member.update(dict.fromkeys(_ADMIN_RIGHTS, True))
        member["is_anonymous"] = False
        member["can_be_edited"] = False
    elif status == "kicked":
        member["until_date"] = 0
    return member


PRESENT = {"creator", "administrator", "member", "restricted"}


def full_chat_json(chat: Json) -> Json:
    """ChatFullInfo of getChat."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full = chat_json(chat)
    full |= {"accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, False)}
    if chat["type"] != "private":
        rights = ("can_send_messages", "can_send_photos", "can_send_documents", "can_invite_users")
        full["permissions"] = dict.fromkeys(rights, True)
    return full
