"""Migrations: the revisions of the register's schema, carried out by `bot.storage.schema`."""
