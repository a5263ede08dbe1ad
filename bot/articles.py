"""Articles as files: a folder with one Markdown file for each article and language, read at start and on request."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from domain.article import Article, read_name, read_text
from domain.ports import Clerk
from domain.refusals import WrongArticle
from domain.usecases import articles
from domain.usecases.articles import OnFile, TakenIn

log = logging.getLogger(__name__)

PROBLEMS = {
    "name": "the file must be called such as reset-password.ru.md",
    "language": "the file must be called such as reset-password.ru.md, with ru, en or kk",
    "title": "the first line must be the title: # How to reset a password",
    "long title": "the title is too long for a button",
    "body": "below the title the text is missing",
    "long": "the article is too long for one message",
}


def read_folder(folder: Path) -> tuple[list[OnFile], list[str]]:
    """The articles of a folder, and what is wrong with the other Markdown files in it, a line each."""
    found, faults = [], []
    for path in sorted(folder.glob("*.md")):
        try:
            slug, language = read_name(path.name.removesuffix(".md"))
            title, body = read_text(path.read_text(encoding="utf-8-sig"))
        except WrongArticle as refusal:
            over = f" by {refusal.over} characters" if refusal.over else ""
            faults.append(f"{path.name}: {PROBLEMS[refusal.problem]}{over}")
        except UnicodeDecodeError:
            faults.append(f"{path.name}: must be a text in UTF-8")
        except OSError as error:
            faults.append(f"{path.name}: cannot be read: {error.strerror}")
        else:
            found.append(OnFile(slug, language, title, body))
    return found, faults


def write_folder(folder: Path, kept: Iterable[Article]) -> None:
    """Every article as a file; one that is there already is written anew. OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for article in kept:
        (folder / f"{article.name}.md").write_text(article.markdown, encoding="utf-8")


async def take_in(clerk: Clerk, folder: Path) -> TakenIn:
    """At start: what the folder holds is what requesters read; a faulty file is named in the log and left out."""
    found, faults = read_folder(folder)
    for fault in faults:
        log.warning("an article is left out: %s", fault)
    # A file that is faulty now must not take its earlier, sound version away.
    done = await clerk.do(articles.take_in, found=found, whole=not faults)
    counts = (len(found), len(done.added), len(done.changed), len(done.kept), len(done.dropped))
    log.info("articles: %d in the folder, %d new, %d changed, %d left as they are, %d dropped", *counts)
    return done
