"""Likeness: what is the same problem told again, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.likeness import ALIKE, likeness

SAME = [
    ("После нажатия «Сохранить» карточка товара остаётся прежней", "Карточка товара не сохраняется, остаётся прежней"),
    ("Не сохраняется товар в карточке", "Товары не сохраняются, карточка прежняя"),
    ("Не печатает принтер на втором этаже, мигает красная лампа", "Принтер на втором этаже опять не печатает"),
    ("Не видно корзину на телефоне", "Корзины не видно с телефона, айфон 12"),
    ("Не приходят письма о заказах на почту", "Письма о новых заказах не приходят"),
    ("Не сохраняеться товар в карточке", "Не сохраняется товар в карточке"),
    ("The cart does not show on the phone", "On my phone the cart is not shown"),
    ("Екінші қабаттағы принтер басып шығармайды", "Принтер тағы да басып шығармай тұр, екінші қабатта"),
    ("Не открывается файл отчёта", "Не могу открыть файл с отчетом"),
    ("Программа зависает при сохранении документа", "Здравствуйте! Зависла программа, когда сохраняла документы"),
    ("Не могу войти в личный кабинет, пишет неверный пароль", "Неверный пароль при входе в кабинет"),
    ("Здравствуйте! Не работает касса", "Добрый день. Касса не работает"),
    ("Принтер басып шығармайды, қағаз кептеліп қалды", "Қағаз кептеліп, принтер басып шығармайды"),
]
OTHER = [
    ("Не работает корзина", "Не работает оплата картой"),
    ("Не видно корзину на телефоне", "Не видно фотографий товара на компьютере"),
    ("Не печатает принтер на втором этаже, мигает красная лампа", "Не печатает принтер на складе, бумага мнётся"),
    ("Не приходят письма о заказах на почту", "Как поменять почту для писем?"),
    ("Как подключить домен к магазину?", "Как перенести магазин на другой тариф?"),
    ("Не открывается отчёт за октябрь", "Не открывается отчёт за ноябрь"),
    ("The cart does not show on the phone", "How do I connect a domain to my shop?"),
    ("Екінші қабаттағы принтер басып шығармайды", "Қазан айының есебі ашылмайды"),
    ("Не работает", "Здравствуйте"),
    ("Не включается компьютер в бухгалтерии", "Не выключается компьютер в бухгалтерии"),
    ("Не приходит код подтверждения на телефон при входе", "Не приходит письмо подтверждения регистрации при входе"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_problem_in_other_words_is_alike(one: str, other: str) -> None:
    """Order, endings and slips of the finger make no other problem."""
    assert likeness(one, other) >= ALIKE


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_problem_is_not_alike(one: str, other: str) -> None:
    """A few words in common make no duplicate."""
    assert likeness(one, other) < ALIKE


@given(st.text(), st.text())
def test_it_is_a_share_and_does_not_depend_on_the_order(one: str, other: str) -> None:
    """Whatever was typed: from 0 to 1, the same both ways, and a text is like itself."""
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == pytest.approx(likeness(other, one), abs=0.2)
    assert likeness(one, one) == 1
