"""Who may talk to an engine."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from assistant_gui.core.errors import AssistantError
from assistant_gui.engine.errors import EXCEPTION_HANDLERS, NotServed, Refused
from assistant_gui.engine.guard import Guard


async def _hello(request):
    return PlainTextResponse("hello")


async def _raise(request):
    raise {"bug": ZeroDivisionError(), "no": Refused("No {thing}.", thing="tea"), "lost": NotServed("Lost.")}.get(
        request.query_params.get("what", request.url.path[1:]), AssistantError("Later.", "Wait.")
    )


@pytest.fixture
def app():
    routes = [Route("/", _hello, methods=["GET", "OPTIONS"])]
    routes += [Route(path, _raise) for path in ("/bug", "/no", "/lost", "/later")]
    return Guard(Starlette(routes=routes, exception_handlers=EXCEPTION_HANDLERS), token="secret")


def test_the_right_token_and_host_come_through(app, ask):
    answer = ask(app, "/")

    assert (answer.status, answer.body) == (200, b"hello")


@pytest.mark.parametrize("authorization", [None, "", "Bearer wrong", "secret", "Bearer sécret", "Basic secret"])
def test_without_the_token_nothing_is_served(app, ask, authorization):
    headers = {"host": "127.0.0.1"} | ({"authorization": authorization} if authorization is not None else {})

    assert ask(app, "/", headers=headers).status == 401


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "", "0.0.0.0", "10.0.0.1:4711"])
def test_another_host_name_is_refused_even_with_the_token(app, ask, host):
    headers = {"host": host, "authorization": "Bearer secret"}

    assert ask(app, "/", headers=headers).status == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:80", "localhost:4711", "[::1]:4711"])
def test_every_loopback_name_will_do(app, ask, host):
    assert ask(app, "/", headers={"host": host, "authorization": "Bearer secret"}).status == 200


def test_web_pages_get_neither_an_answer_nor_a_cors_header(app, ask):
    good = {"host": "127.0.0.1", "authorization": "Bearer secret"}

    asked = [ask(app, "/", headers={**good, "origin": "http://127.0.0.1:8000"}), ask(app, "/")]

    assert asked[0].status == 403
    assert not [name for answer in asked for name in answer.headers if name.startswith("access-control")]


def test_errors_for_people_keep_their_sentence(app, ask):
    assert ask(app, "/no").status == 400
    assert ask(app, "/no").json()["error"]["message"] == "No tea."
    assert ask(app, "/lost").status == 404
    assert ask(app, "/later").json()["error"] | {"marked": 0} == {
        "message": "Later.",
        "hint": "Wait.",
        "type": "AssistantError",
        "marked": 0,
    }


def test_a_bug_is_a_500_in_the_same_shape(app, ask, caplog):
    answer = ask(app, "/bug")

    assert answer.status == 500
    assert "broke" in answer.json()["error"]["message"]
    assert "ZeroDivisionError" in caplog.text


def test_an_unknown_path_is_a_404_in_the_same_shape(app, ask):
    assert ask(app, "/nowhere").status == 404
    assert ask(app, "/nowhere").json()["error"]["message"] == "Not Found"
