"""Which device is opened, from lists as PortAudio gives them."""

import pytest

from assistant_gui.audio.devices import What, in_order, names, opened, usual_name
from assistant_gui.core.errors import AssistantError
from tests.sound import FakeSystem, device

LINUX = (
    device(0, "HDA Intel PCH: ALC257 (hw:0,0)", inputs=2, outputs=2),
    device(1, "HDMI 0 (hw:0,3)", inputs=0, outputs=8),
    device(2, "pulse", inputs=32, outputs=32),
    device(3, "default", inputs=32, outputs=32),
)
WINDOWS = (
    device(0, "Mikrofon (USB)", host="MME", outputs=0),
    device(1, "Mikrofon (USB)", host="Windows WASAPI", outputs=0),
    device(2, "Lautsprecher", host="Windows WASAPI", inputs=0),
    device(3, "Lautsprecher", host="Windows WDM-KS", inputs=0),
)


def try_to_open(system, name=""):
    return opened(system, What.MICROPHONE, name, lambda device: system.capture(device, None, None))


def test_the_sound_server_comes_before_bare_hardware():
    system = FakeSystem(*LINUX)

    assert usual_name(system, What.MICROPHONE) == "pulse"
    assert [each.name for each in in_order(system, What.SPEAKER)][:2] == ["pulse", "default"]


def test_where_there_is_no_server_the_default_of_the_system_is_first():
    system = FakeSystem(*LINUX[1::-1])

    assert usual_name(system, What.SPEAKER) == LINUX[0].name


def test_a_device_is_listed_once_and_only_for_what_it_can_do():
    system = FakeSystem(*WINDOWS)

    assert names(system, What.MICROPHONE) == ["Mikrofon (USB)"]
    assert names(system, What.SPEAKER) == ["Lautsprecher"]


def test_wasapi_is_used_on_windows():
    assert try_to_open(FakeSystem(*WINDOWS)).stream.device.host == "Windows WASAPI"


def test_the_one_that_was_asked_for_is_opened():
    found = try_to_open(FakeSystem(*LINUX), LINUX[0].name)

    assert found.name == LINUX[0].name
    assert found.notice is None


def test_one_that_is_not_there_is_replaced_with_a_notice():
    found = try_to_open(FakeSystem(*LINUX), "Headset")

    assert found.name == "pulse"
    assert "Headset" in str(found.notice)
    assert "pulse" in str(found.notice)


def test_one_that_was_just_plugged_in_is_found():
    system = FakeSystem(*LINUX)
    system.plugged_in.append(device(4, "Headset"))

    assert try_to_open(system, "Headset").name == "Headset"


def test_one_that_cannot_be_opened_is_replaced():
    system = FakeSystem(*LINUX)
    system.broken = {"pulse"}

    found = try_to_open(system)

    assert found.name == "default"
    assert found.notice is None


def test_when_none_can_be_opened_the_first_refusal_is_told():
    system = FakeSystem(*LINUX)
    system.broken = {each.name for each in LINUX}

    with pytest.raises(AssistantError, match="“pulse” could not be opened"):
        try_to_open(system)


def test_no_device_at_all_is_one_sentence_and_a_hint():
    with pytest.raises(AssistantError) as none:
        try_to_open(FakeSystem())

    assert none.value.message == "No microphone was found."
    assert none.value.hint
