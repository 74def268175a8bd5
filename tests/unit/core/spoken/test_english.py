"""Numbers, dates, signs and abbreviations in English words."""

import pytest

from assistant_gui.core.spoken import spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1,250 and 3.5", "one thousand two hundred fifty and three point five"),
        ("-5, 0.05 and 007", "minus five, zero point zero five and zero zero seven"),
        ("1st, 22nd, 13th", "first, twenty-second, thirteenth"),
        ("in 1995, 2005 and 2026", "in nineteen ninety-five, two thousand five and twenty twenty-six"),
        ("2026 people in the 1990s", "two thousand twenty-six people in the nineteen nineties"),
        ("12345678901234567890", "one two three four five six seven eight nine zero " * 2),
        ("1/2, 3/4, 2/3, 1 1/2, 24/7", "one half, three quarters, two thirds, one and a half, twenty-four seven"),
        ("2½ cups", "two and a half cups"),
        ("3.5%, 10-20% and 10–20 km", "three point five percent, ten to twenty percent and ten to twenty kilometres"),
        ("$5, $1, $3.50 and £1.2M", "five dollars, one dollar, three dollars and fifty cents and "
         "one point two million pounds"),
        ("€0.99, 5 USD, $1.5 million", "ninety-nine cents, five dollars, one point five million dollars"),
        ("5 km, 1 kg, 20°C, 3.2 GHz, 100 km/h", "five kilometres, one kilogram, twenty degrees Celsius, "
         "three point two gigahertz, one hundred kilometres per hour"),
        ("16GB, 3x, 10k", "sixteen gigabytes, three times, ten thousand"),
        ("at 14:05, 9:00 and 9:30 pm", "at fourteen oh five, nine o'clock and nine thirty PM"),
        ("5 p.m. today", "five PM today"),
        ("2026-11-29T09:30", "November twenty-ninth, twenty twenty-six at nine thirty"),
        ("on 3/4/2026", "on March fourth, twenty twenty-six"),
        ("on 29/11/2026", "on November twenty-ninth, twenty twenty-six"),
        ("Nov. 29, 2026 or 3 March", "November twenty-ninth, twenty twenty-six or March third"),
        ("a score of 3:11 and 300:1", "a score of three eleven and three hundred to one"),
        ("call 555-123-4567", "call five five five, one two three, four five six seven"),
        ("call +44 20 7946 0958", "call plus four four, two zero, seven nine four six, zero nine five eight"),
        ("v1.2.3, Python 3.11, 1.2.3", "version one point two point three, Python three point eleven, "
         "one point two point three"),
        ("192.168.0.1", "one nine two dot one six eight dot zero dot one"),
        ("e.g. Dr. Brown, i.e. he", "for example Doctor Brown, that is he"),
        ("J. R. R. Tolkien of the U.K. wrote. And I. Then", "J R R Tolkien of the U K wrote. And I. Then"),
        ("cats, dogs, etc.", "cats, dogs, et cetera."),
        ("look into /etc/hosts", "look into /etc/hosts"),
        ("No. 5, Fig. 2, p. 7, #3", "number five, figure two, page seven, number three"),
        ("No. He said no.", "No. He said no."),
        ("approx. 5 & ~7", "approximately five & about seven"),
        ("this & that", "this and that"),
        ("an HTTP API of NASA", "an H T T P A P I of NASA"),
        ("Louis XIV, World War II, Chapter IV, and I", "Louis the fourteenth, World War two, Chapter four, and I"),
        ("2 + 3 = 5, x < y", "two plus three equals five, x is less than y"),
        ("5 - 3 and -2", "five minus three and minus two"),
        ("COVID-19, x86, 4x4, A4", "COVID-19, x86, 4x4, A4"),  # names are left to the voice
        ("me@example.com", "me at example.com"),
    ],
)  # fmt: skip
def test_english_is_read_as_a_person_reads_it(written, said):
    assert spoken(written, "en") == said.strip()


def test_where_the_day_comes_first_it_is_read_first():
    assert spoken("3/4/2026", "en-GB") == "April third, twenty twenty-six"


@pytest.mark.parametrize("written", ["On 2026-11-29, $3.50, 1/2, 10-20%, 14:05, v1.2.3, Dr. Who & e.g. -5°C."])
def test_saying_it_again_changes_nothing(written):
    assert spoken(spoken(written, "en"), "en") == spoken(written, "en")


def test_another_language_is_left_to_its_voice():
    assert spoken("Es kostet 3,50 € am **3. Mai**.", "de") == "Es kostet 3,50 € am 3. Mai."
