"""The sandbox is a Bot API server: both clients people use work with it, and it refuses what Telegram refuses."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
import telegram
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramServerError,
)
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    MenuButtonCommands,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from aiohttp import ClientSession, web
from PIL import Image

from bot.sandbox.cast import ANNA, BORIS, JOHN, OLGA
from bot.sandbox.markup import from_html
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=False) as sandbox:
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    bot = Bot(sandbox.token, session=AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url)))
    yield bot
    await bot.session.close()


@pytest.fixture
async def other_bot(sandbox: Sandbox) -> AsyncIterator[telegram.Bot]:
    base = f"{sandbox.url}/bot"
    async with telegram.Bot(sandbox.token, base_url=base, base_file_url=f"{sandbox.url}/file/bot") as bot:
        yield bot


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return Person.of(sandbox, "Анна")


@pytest.fixture
def boris(sandbox: Sandbox) -> Person:
    return Person.of(sandbox, "Борис")


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(out, "PNG")
    return out.getvalue()


def button(text: str, **more: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=text, **more)]])


async def call(sandbox: Sandbox, method: str, **fields: Any) -> tuple[int, dict[str, Any]]:
    async with (
        ClientSession() as http,
        http.post(f"{sandbox.url}/bot{sandbox.token}/{method}", json=fields) as response,
    ):
        return response.status, await response.json()


async def test_aiogram_talks_and_listens(bot: Bot, anna: Person) -> None:
    """A conversation by aiogram: a text comes, an answer with a button goes, the press comes back with a toast."""
    await anna.says("/start")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.text == "/start"
    assert update.message.from_user
    assert update.message.from_user.full_name == "Анна Соколова"

    await bot.send_message(
        ANNA, "<b>Добрый</b> день", parse_mode="HTML", reply_markup=button("Дальше", callback_data="go")
    )
    seen = await anna.sees("Добрый день")
    assert seen["entities"] == [{"type": "bold", "offset": 0, "length": 6}]

    pressing = asyncio.create_task(anna.presses("Дальше"))
    (press,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
    assert press.callback_query
    assert press.callback_query.data == "go"
    await bot.answer_callback_query(press.callback_query.id, "Принято")
    assert (await pressing)["text"] == "Принято"


async def test_python_telegram_bot_works_too(other_bot: telegram.Bot, sandbox: Sandbox, anna: Person) -> None:
    """The other client sees the same server: texts, photos, files, members."""
    await anna.says("hello")
    (sent,) = await anna.attaches(picture())
    updates = await other_bot.get_updates()
    assert [u.message.text for u in updates if u.message] == ["hello", None]
    photo = updates[1].message.photo[-1]  # type: ignore[union-attr]
    assert (photo.width, photo.height) == (1280, 720)
    assert len(await (await photo.get_file()).download_as_bytearray()) == sent["photo"][-1]["file_size"]

    message = await other_bot.send_photo(ANNA, picture(), caption="<i>Смотрите</i>", parse_mode="HTML")
    assert message.caption_entities[0].type == "italic"
    assert {m.user.id for m in await other_bot.get_chat_administrators(sandbox.staff_chat_id)} == {BORIS}
    assert (await other_bot.get_chat_member(sandbox.staff_chat_id, OLGA)).status == "member"
    assert await other_bot.get_chat_member_count(sandbox.staff_chat_id) == 3


async def test_an_album_comes_in_parts_and_goes_whole(bot: Bot, anna: Person) -> None:
    """People's albums are separate updates of one media group; the bot's are one call."""
    await anna.attaches(picture(), picture(), caption="два снимка")
    updates = await bot.get_updates()
    assert len({u.message.media_group_id for u in updates if u.message}) == 1
    assert [u.message.caption for u in updates if u.message] == ["два снимка", None]

    album = await bot.send_media_group(
        ANNA, [InputMediaPhoto(media=BufferedInputFile(picture(), f"{n}.png")) for n in range(3)]
    )
    assert len({message.media_group_id for message in album}) == 1


async def test_unconfirmed_updates_come_again_and_confirmed_ones_do_not(bot: Bot, anna: Person) -> None:
    """Only an offset confirms."""
    await anna.says("one")
    await anna.says("two")
    first = await bot.get_updates(limit=1)
    assert [u.update_id for u in await bot.get_updates(limit=1)] == [first[0].update_id]
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    assert [u.message.text for u in rest if u.message] == ["two"]
    assert await bot.get_updates(offset=rest[0].update_id + 1) == []
    assert await bot.get_updates() == []


async def test_a_newer_poll_ends_the_older(bot: Bot, anna: Person) -> None:
    """Two pollers with one token are told so, as at Telegram."""
    older = asyncio.create_task(bot.get_updates(timeout=20))
    while not older.done():  # until the older one has reached the server
        await bot.get_updates(timeout=0)
    with pytest.raises(TelegramConflictError):
        await older


async def test_the_newest_fields_survive(bot: Bot, anna: Person) -> None:
    """A button's style and `disabled` reach the person, though python-telegram-bot is older than they are."""
    await anna.says("/start")
    markup = {"inline_keyboard": [[{"text": "Взята", "disabled": {}, "style": "danger"}]], "force_reply": True}
    await bot.send_message(ANNA, "карточка", reply_markup=InlineKeyboardMarkup.model_validate(markup))
    seen = await anna.sees("карточка")
    assert seen["reply_markup"] == markup


async def test_reply_keyboard_and_contact(bot: Bot, anna: Person) -> None:
    """A button of the reply keyboard shares the contact; the keyboard is no part of the message."""
    await anna.says("/start")
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Мой номер", request_contact=True)]])
    sent = await bot.send_message(ANNA, "Телефон?", reply_markup=keyboard)
    assert sent.reply_markup is None
    await anna.presses("Мой номер")
    updates = await bot.get_updates()
    contact = updates[-1].message.contact  # type: ignore[union-attr]
    assert contact
    assert (contact.user_id, contact.phone_number) == (ANNA, "+79161234567")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"chat_id": 5, "text": "x"}, "chat not found"),
        ({"chat_id": ANNA}, "'text'"),
        ({"chat_id": ANNA, "text": "  "}, "text must be non-empty"),
        ({"chat_id": ANNA, "text": "😀" * 2049}, "message is too long"),
        ({"chat_id": ANNA, "text": "x", "colour": "red"}, "'colour'"),
        ({"chat_id": ANNA, "text": "x", "disable_notification": "perhaps"}, "Boolean"),
        ({"chat_id": ANNA, "text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        ({"chat_id": ANNA, "text": "<div>x</div>", "parse_mode": "HTML"}, 'Unsupported start tag "div"'),
        ({"chat_id": ANNA, "text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        (
            {
                "chat_id": ANNA,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "я" * 33}]]},
            },
            "BUTTON_DATA_INVALID",
        ),
        (
            {
                "chat_id": ANNA,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": " ", "callback_data": "a"}]]},
            },
            "button text must be non-empty",
        ),
    ],
)
async def test_what_telegram_refuses_is_refused(
    sandbox: Sandbox, anna: Person, fields: dict[str, Any], words: str
) -> None:
    """Each refusal is a 400 that says why."""
    await anna.says("/start")
    status, body = await call(sandbox, "sendMessage", **fields)
    assert status == body["error_code"] == 400
    assert body["description"].startswith("Bad Request: ")
    assert words in body["description"]


async def test_unknown_method_and_wrong_token(sandbox: Sandbox) -> None:
    """An unknown method is named; a wrong token opens nothing."""
    status, body = await call(sandbox, "sendDice", chat_id=ANNA)
    assert status == 404
    assert "sendDice" in body["description"]
    async with ClientSession() as http, http.get(f"{sandbox.url}/bot1:wrong/getMe") as response:
        assert response.status == 401


async def test_editing(bot: Bot, anna: Person) -> None:
    """An edit changes the message; the same text again is "not modified"; a lost message is "not found"."""
    await anna.says("/start")
    sent = await bot.send_message(ANNA, "раз")
    await bot.edit_message_text("два", chat_id=ANNA, message_id=sent.message_id)
    assert (await anna.sees_new("два"))["edit_date"]
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("два", chat_id=ANNA, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("три", chat_id=ANNA, message_id=999)
    await bot.delete_message(ANNA, sent.message_id)
    anna.does_not_see("два")
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query("123")


async def test_nobody_is_written_to_who_did_not_begin(bot: Bot, anna: Person, boris: Person) -> None:
    """A bot writes first to nobody, and not to who blocked it; the block itself is told."""
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(JOHN, "Hello?")
    with pytest.raises(TelegramForbiddenError, match="can't initiate"):
        await bot.send_message(BORIS, "Борис?")
    await anna.says("/start")
    await anna.blocks_the_bot()
    with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
        await bot.send_message(ANNA, "Анна?")
    told = (await bot.get_updates())[-1].my_chat_member
    assert told
    assert told.new_chat_member.status == "kicked"


async def test_a_group_that_becomes_a_supergroup(bot: Bot, sandbox: Sandbox, boris: Person) -> None:
    """The old id answers with the new one; both chats tell it; Борис goes on in the new group."""
    old = sandbox.staff_chat_id
    await sandbox.do("migrate")
    with pytest.raises(TelegramMigrateToChat) as refused:
        await bot.send_message(old, "x")
    assert refused.value.migrate_to_chat_id == sandbox.staff_chat_id != old
    ids = [u.message.migrate_to_chat_id for u in await bot.get_updates() if u.message]
    assert ids == [sandbox.staff_chat_id, None]
    await bot.send_message(sandbox.staff_chat_id, "Мы переехали")
    assert (await boris.sees("Мы переехали"))["chat"]["type"] == "supergroup"


async def test_member_changes_are_told_on_request_only(bot: Bot, sandbox: Sandbox) -> None:
    """chat_member comes to a bot that leads the group and asked for it by name."""
    await bot.get_updates(allowed_updates=["chat_member", "message"])
    await sandbox.do("staff", promote="bot")
    await sandbox.do("staff", promote=OLGA)
    changes = [u.chat_member for u in await bot.get_updates() if u.chat_member]
    assert [c.new_chat_member.status for c in changes] == ["administrator"]
    await bot.leave_chat(sandbox.staff_chat_id)
    with pytest.raises(TelegramForbiddenError, match="not a member"):
        await bot.send_message(sandbox.staff_chat_id, "x")


async def test_ordered_faults(bot: Bot, sandbox: Sandbox, anna: Person) -> None:
    """A fault on order: refused once; or performed and never answered."""
    await anna.says("/start")
    sandbox.world.fail_next("sendMessage", status=502)
    with pytest.raises(TelegramServerError):
        await bot.send_message(ANNA, "раз")
    sandbox.world.fail_next("sendMessage", after_accepting=True)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(ANNA, "два")
    await anna.sees("два")
    anna.does_not_see("раз")


async def test_the_webhook_repeats_until_taken_and_does_what_rides_on_the_answer(
    bot: Bot, sandbox: Sandbox, anna: Person
) -> None:
    """Updates come with the secret, in order, again after a failure; a method in the answer is executed."""
    came: list[str] = []

    async def take(request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "s3cret"
        text = (await request.json())["message"]["text"]
        came.append(text)
        if len(came) == 1:
            return web.Response(status=500)
        return web.json_response({"method": "sendMessage", "chat_id": ANNA, "text": f"Слышу: {text}"})

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s3cret")
    with pytest.raises(TelegramConflictError):
        await bot.get_updates()
    await anna.says("раз")
    await anna.says("два")
    await anna.sees("Слышу: два")
    assert came == ["раз", "раз", "два"]
    assert (await bot.get_webhook_info()).pending_update_count == 0
    await bot.delete_webhook()
    await runner.cleanup()


async def test_replies_copies_forwards_reactions(bot: Bot, sandbox: Sandbox, anna: Person, boris: Person) -> None:
    """What a desk passes on keeps its content; a forward names its origin."""
    said = await anna.says("Не печатает")
    copy = await bot.copy_message(sandbox.staff_chat_id, ANNA, said["message_id"])
    assert (await boris.sees("Не печатает"))["message_id"] == copy.message_id
    forwarded = await bot.forward_message(sandbox.staff_chat_id, ANNA, said["message_id"])
    assert forwarded.forward_origin is not None
    answer = await boris.says("Смотрю", reply_to=forwarded.message_id)
    assert answer["reply_to_message"]["message_id"] == forwarded.message_id
    lost = ReplyParameters(message_id=9999, allow_sending_without_reply=True)
    assert (await bot.send_message(ANNA, "x", reply_parameters=lost)).reply_to_message is None


def test_html_becomes_entities_in_utf16_units() -> None:
    """Offsets count as Telegram counts: an emoji is two."""
    text, entities = from_html(
        '😀 <b>a<i>b</i></b> <a href="https://x.org">c</a> <pre><code class="language-py">d</code></pre>&lt;'
    )
    assert text == "😀 ab c d<"
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == [
        ("bold", 3, 2),
        ("italic", 4, 1),
        ("text_link", 6, 1),
        ("pre", 8, 1),
    ]
    assert entities[-1]["language"] == "py"
    assert from_html("  <tg-time unix='5'>x</tg-time> ")[1] == [
        {"type": "date_time", "offset": 0, "length": 1, "unix_time": 5}
    ]


async def test_topics_show_icons_of_telegram_s_own_set(sandbox: Sandbox, bot: Bot, other_bot: telegram.Bot) -> None:
    """Both clients read the stickers; an id that is none of theirs is refused, and what is not given stays."""
    await sandbox.do("topics", on=True)
    await Person.of(sandbox, "Анна").says("/start")
    offered = {s.emoji: s.custom_emoji_id for s in await bot.get_forum_topic_icon_stickers()}
    assert offered == {s.emoji: s.custom_emoji_id for s in await other_bot.get_forum_topic_icon_stickers()}
    made = await bot.create_forum_topic(ANNA, "BAR-1", icon_custom_emoji_id=offered["📝"])
    assert made.icon_custom_emoji_id == offered["📝"]
    with pytest.raises(TelegramBadRequest, match="DOCUMENT_INVALID"):
        await bot.edit_forum_topic(ANNA, made.message_thread_id, icon_custom_emoji_id="1")
    await bot.edit_forum_topic(ANNA, made.message_thread_id, icon_custom_emoji_id=offered["✅"])
    held = sandbox.world.chats[ANNA]["topics"][str(made.message_thread_id)]
    assert (held["name"], held["emoji"]) == ("BAR-1", "✅")


async def test_the_menu_button_is_remembered(bot: Bot, other_bot: telegram.Bot) -> None:
    """For all private chats, and for one."""
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await other_bot.get_chat_menu_button()).type == "commands"
    with pytest.raises(telegram.error.BadRequest, match="Unknown field"):
        await other_bot.set_chat_menu_button(menu_button=telegram.MenuButtonCommands(api_kwargs={"text": "x"}))
