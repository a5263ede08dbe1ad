"""Articles of the FAQ that stories need."""

from __future__ import annotations

PRINTER = """# Не печатает принтер

Проверьте, что **принтер** включён:

1. горит зелёная лампа
2. есть бумага

Подробно — [в инструкции](https://help.example.org/printer). <b>Не тег</b>
"""
ARTICLES = {
    "printer.ru": PRINTER,
    "printer.en": "# The printer does not print\n\nSwitch the **printer** on.\n",
    "reset-password.ru": "# Как сбросить пароль\n\nНажмите «Забыли пароль?» на странице входа.\n",
    "lamp.ru": "# Мигает красная лампа на принтере\n\nЗакончился тонер: замените картридж.\n",
}
OTHER = "Не открывается отчёт по продажам за октябрь"
