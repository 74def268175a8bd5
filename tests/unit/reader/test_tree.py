"""Nodes of a foreign tree, however they are linked, become one that holds together."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from assistant_gui.core.carrying import decoded, encoded
from assistant_gui.core.conversation import Role
from assistant_gui.reader.tree import File, Node, Source, Tree, id_of, tree
from assistant_gui.reader.values import Unreadable

keys = st.sampled_from("abcdefgh")
nodes = st.lists(
    st.builds(
        Node,
        keys,
        st.none() | keys | st.just("nowhere"),
        st.sampled_from([None, Role.PERSON, Role.ASSISTANT, Role.ASSISTANT]),
        st.text(min_size=1, max_size=4),
        st.none() | st.floats(0, 1e10),
        joins=st.booleans(),
    ),
    max_size=10,
)


def made(given_: list[Node], head: str | None = None) -> Tree:
    try:
        return tree(Source("P", "c", "T", 100.0, head=head), given_)
    except Unreadable:
        assume(False)
        raise


@given(nodes, st.none() | keys)
def test_every_message_follows_one_that_came_before_it(given_, head):
    found = made(given_, head)

    before: set[str] = set()
    for message in found.messages:
        assert message.parent is None or message.parent in before
        assert message.id not in before
        before.add(message.id)
    assert found.opening.conversation.head in before
    assert {message.conversation for message in found.messages} == {found.opening.conversation.id}


@given(nodes)
def test_nothing_that_is_shown_is_lost(given_):
    first = {}
    for node in given_:
        first.setdefault(node.key, node)
    shown = [node for node in first.values() if node.role is not None]

    found = made(given_)

    told = "\n\n".join(message.text for message in found.messages)
    assert all(node.text in told for node in shown if node.text.strip())
    assert len(found.messages) <= len(shown)


@given(nodes)
def test_it_is_the_same_every_time_and_can_be_carried(given_):
    found = made(given_)

    assert found == made(given_)
    assert [decoded(encoded(message)) for message in found.messages] == list(found.messages)


def test_the_head_is_the_newest_when_nobody_says():
    given_ = [
        Node("q", None, Role.PERSON, "?", 1.0),
        Node("new", "q", Role.ASSISTANT, "new", 3.0),
        Node("old", "q", Role.ASSISTANT, "old", 2.0),
    ]

    found = made(given_)

    assert [message.text for message in found.messages] == ["?", "old", "new"]
    assert found.opening.conversation.head == id_of("P", "c", "new")


def test_names_that_go_on_for_ever_are_cut():
    given_ = [Node("q", None, Role.ASSISTANT, "?", model="m" * 999, files=(File("f" * 999, "x"),))]

    found = tree(replace(Source("P", "c"), title="t" * 9_999_999), given_)

    (message,) = found.messages
    names = (found.opening.conversation.title, message.generator.model, message.attachments[0].name)
    assert {len(name) for name in names} == {300}


def test_conversations_without_an_id_are_not_taken_for_one():
    def read(*texts: str) -> str:
        line = [Node(str(place), None, Role.PERSON, text) for place, text in enumerate(texts)]
        return tree(Source("P", "", created=100.0), line).opening.conversation.id

    assert read("Hi") != read("Hello")
    assert read("Hi") == read("Hi", "gone on with")
