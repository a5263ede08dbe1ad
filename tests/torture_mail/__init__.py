"""`make torture-mail MAIL_CORPUS=DIR`: the reader over any folder of letters, and what came of it."""
