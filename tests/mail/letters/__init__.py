"""Letters as a server hands them over, one per way in which letters are hard to read; `python -m tests.mail.letters` writes them anew."""
