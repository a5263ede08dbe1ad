"""Bench: what one update costs the desk, against the least any bot of the same library could do for it.

Three bots take turns in one run (echo, desk on SQLite, desk on PostgreSQL, echo, ...), so that whatever else the machine
does meets all of them: a ratio is worth reading where a time is not. Telegram, both its halves, is the measuring process;
each bot is a process of its own. Every answer is checked on the wire, and every row in the register at the end.

    make bench                    about a minute and a half
    make bench ARGS="--quick"     a short one, for a look
"""
