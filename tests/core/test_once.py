from django.http import HttpResponse
from django.test import RequestFactory

from core.once import OnceMiddleware, once


class Asked:
    """A question that counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def answer_twice(request, question: Asked) -> list[int]:
    found: list[int] = []

    def view(request):
        found.extend(once("question", question) for _ in range(2))
        return HttpResponse()

    OnceMiddleware(view)(request)
    return found


def test_a_readers_request_asks_once():
    assert answer_twice(RequestFactory().get("/politics/"), Asked()) == [1, 1]


def test_the_next_request_asks_again():
    question = Asked()
    answer_twice(RequestFactory().get("/"), question)

    assert answer_twice(RequestFactory().get("/"), question) == [2, 2]


def test_whoever_may_change_something_asks_each_time():
    assert answer_twice(RequestFactory().post("/replies/"), Asked()) == [1, 2]
    assert answer_twice(RequestFactory().get("/admin/pages/"), Asked()) == [1, 2]


def test_outside_a_request_it_is_asked_each_time():
    question = Asked()

    assert [once("question", question), once("question", question)] == [1, 2]
