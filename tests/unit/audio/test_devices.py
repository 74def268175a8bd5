"""Which device is opened, from lists as PortAudio gives them."""

import pytest

from assistant_gui.audio.devices import LISTED_ANEW_AFTER, RATES_HZ, What, in_order, names, opened, usual_name
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


def test_a_device_that_refuses_its_own_rate_is_opened_at_another():
    system = FakeSystem(device(0, "Strange", rate_hz=192_000))
    system.refused_hz = {192_000, 48_000}

    assert try_to_open(system).stream.rate_hz == 44_100


def test_a_device_that_refuses_every_rate_is_passed_over():
    system = FakeSystem(device(0, "Strange", rate_hz=192_000), device(1, "Good", rate_hz=22_050))
    system.refused_hz = {192_000, *RATES_HZ}

    assert try_to_open(system).name == "Good"


def test_another_default_of_the_system_is_found_after_a_while():
    system = FakeSystem(*WINDOWS)
    system.plugged_in = [device(0, "New microphone", host="Windows WASAPI", outputs=0), WINDOWS[2]]

    assert try_to_open(system).name == "Mikrofon (USB)"
    system.age = LISTED_ANEW_AFTER
    assert try_to_open(system).name == "New microphone"


def test_a_sound_server_is_not_asked_for_its_default():
    system = FakeSystem(*LINUX)
    system.age = LISTED_ANEW_AFTER
    system.plugged_in = []

    assert try_to_open(system).name == "pulse"


@pytest.mark.parametrize(
    ("name", "host", "rate_hz", "warned"),
    [
        ("Headset (WH-1000XM4 Hands-Free AG Audio)", "Windows WASAPI", 16_000, True),
        ("Anna's AirPods", "Core Audio", 24_000, True),
        ("Microphone", "Windows WASAPI", 8_000, True),
        ("Microphone", "Windows WASAPI", 48_000, False),
        ("USB Camera-B4.09.24.1: Audio (hw:2,0)", "ALSA", 16_000, False),
    ],
)
def test_a_headset_whose_microphone_makes_it_sound_like_a_telephone_is_told(name, host, rate_hz, warned):
    system = FakeSystem(device(0, name, host=host, rate_hz=rate_hz, outputs=0))

    warning = try_to_open(system).warning

    assert (warning is not None) is warned
    assert warning is None or (name in str(warning) and warning.hint)
