"""Articles of the FAQ, and how often each was offered and helped."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import articles
from bot.storage.transaction import Transaction
from domain.article import Article

_ALL = sa.select(Article).order_by(articles.c.slug, articles.c.language)
_WHICH = (articles.c.slug == sa.bindparam("which"), articles.c.language == sa.bindparam("spoken"))
_COUNT = {
    name: sa.update(articles).where(*_WHICH).values({name: articles.c[name] + 1}) for name in ("offered", "helped")
}


class SqlArticles:
    """`domain.ports.Articles` over the register. Counts are collected: who only reads counts nothing."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._session = transaction.session
        self._counted: list[tuple[str, str, str]] = []
        transaction.writers.append(self._write_counts)

    def all(self) -> list[Article]:
        """Every article, by slug and language."""
        self._transaction.settle(Article)
        return self._transaction.all(_ALL)

    def get(self, slug: str, language: str) -> Article | None:
        """By slug and language; None if there is none."""
        self._transaction.settle(Article)
        return self._session.get(Article, (slug, language))

    def put(self, article: Article) -> None:
        """Enter a new one."""
        self._session.add(article)

    def drop(self, article: Article) -> None:
        """Take it out."""
        self._session.delete(article)

    def offered(self, article: Article) -> None:
        """It was offered once more."""
        self._counted.append(("offered", article.slug, article.language))

    def helped(self, article: Article) -> None:
        """It helped once more."""
        self._counted.append(("helped", article.slug, article.language))

    def _write_counts(self) -> None:
        for name, slug, language in self._counted:
            self._transaction.run(_COUNT[name], {"which": slug, "spoken": language})
        self._counted.clear()
