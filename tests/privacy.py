"""Private things as their formats' specifications make them, in sentences; and turns in which there are none.

Nothing here knows how they are found. Each maker says which specification it follows.
"""

import base64
import json
import random
import string
from collections.abc import Callable
from datetime import date, timedelta

from assistant_gui.core.lessons import Private

Maker = Callable[[random.Random], str]

_ALNUM = string.ascii_letters + string.digits
_WORDS = [
    "harbor",
    "velvet",
    "copper",
    "meadow",
    "signal",
    "lantern",
    "orchid",
    "granite",
    "puzzle",
    "winter",
    "saddle",
    "walnut",
    "falcon",
    "ribbon",
    "tundra",
]
_TLDS = ["com", "net", "org", "de", "fr", "cn", "io", "co.uk", "edu", "info", "com.cn", "eu", "app"]


def _some(r: random.Random, signs: str, count: int) -> str:
    return "".join(r.choice(signs) for _ in range(count))


def email(r: random.Random) -> str:
    """RFC 5321: dot-atoms or a quoted local part, at a domain of labels."""
    name = [r.choice(_WORDS), r.choice(_WORDS).title(), _some(r, string.ascii_lowercase, r.randint(1, 8))][
        r.randrange(3)
    ]
    local = [
        name,
        f"{name}.{r.choice(_WORDS)}",
        f"{name}{r.randint(1, 99)}",
        f"{name}+{r.choice(_WORDS)}",
        f"{name}_{r.randint(1, 9)}",
        f"o'{name}",
    ]
    labels = ".".join(r.choice(_WORDS) + r.choice(["", "-" + r.choice(_WORDS)]) for _ in range(r.randint(1, 2)))
    return f"{r.choice(local)}@{labels}.{r.choice(_TLDS)}"


def phone(r: random.Random) -> str:
    """E.164 and the national plans of China, North America, Britain, Germany and France, as people write them."""

    def china() -> str:
        prefix = r.choice(
            [
                "130",
                "131",
                "135",
                "136",
                "137",
                "138",
                "139",
                "150",
                "151",
                "152",
                "158",
                "159",
                "180",
                "181",
                "186",
                "187",
                "188",
                "189",
                "176",
                "177",
                "199",
            ]
        )
        a, b = _some(r, string.digits, 4), _some(r, string.digits, 4)
        return r.choice(
            [
                f"{prefix}{a}{b}",
                f"{prefix} {a} {b}",
                f"{prefix}-{a}-{b}",
                f"+86 {prefix}{a}{b}",
                f"+86 {prefix} {a} {b}",
            ]
        )

    def america() -> str:
        area = r.choice(
            [
                "212",
                "415",
                "646",
                "312",
                "713",
                "206",
                "303",
                "404",
                "617",
                "702",
                "818",
                "917",
                "503",
                "602",
                "305",
                "416",
                "604",
            ]
        )
        middle = r.choice("23456789") + r.choice("023456789") + r.choice(string.digits)
        last = _some(r, string.digits, 4)
        if middle == "555":
            middle = "556"
        return r.choice(
            [
                f"({area}) {middle}-{last}",
                f"{area}-{middle}-{last}",
                f"{area}.{middle}.{last}",
                f"+1 {area} {middle} {last}",
                f"+1{area}{middle}{last}",
                f"+1-{area}-{middle}-{last}",
            ]
        )

    def europe() -> str:
        return r.choice(
            [
                f"+44 20 7{_some(r, string.digits, 3)} {_some(r, string.digits, 4)}",
                f"+44 7{r.choice(['400', '700', '911', '890', '812'])} {_some(r, string.digits, 6)}",
                f"+49 30 {r.choice('23456789')}{_some(r, string.digits, 6)}",
                f"0049 151 {r.choice('12345')}{_some(r, string.digits, 7)}",
                f"+33 6 {' '.join(_some(r, string.digits, 2) for _ in range(4))}",
                f"+33 1 4{r.choice(string.digits)} {' '.join(_some(r, string.digits, 2) for _ in range(3))}",
            ]
        )

    return r.choice([china, america, europe])()


def iban(r: random.Random) -> str:
    """ISO 13616, by the registry's structures: n are digits, c capitals or digits, a capitals."""
    country, shape = r.choice(
        [("DE", "18n"), ("GB", "4a14n"), ("FR", "10n11c2n"), ("NL", "4a10n"), ("ES", "20n"), ("IT", "1a10n12c"), ("CH", "5n12c"),
         ("PL", "24n"), ("NO", "11n"), ("MT", "4a5n18c"), ("AT", "16n"), ("SE", "20n"), ("SA", "2n18c"), ("AE", "19n")]
    )  # fmt: skip
    body, number = "", ""
    for sign in shape:
        if sign.isdigit():
            number += sign
            continue
        signs = {"n": string.digits, "a": string.ascii_uppercase, "c": string.digits + string.ascii_uppercase}[sign]
        body, number = body + _some(r, signs, int(number)), ""
    value = int("".join(str(int(sign, 36)) for sign in f"{body}{country}00"))
    account = f"{country}{98 - value % 97:02}{body}"
    groups = [account[at : at + 4] for at in range(0, len(account), 4)]
    return r.choice([account, " ".join(groups)])


def card(r: random.Random) -> str:
    """ISO/IEC 7812: an issuer's number, then digits, the last of them by Luhn."""
    issuer, length = r.choice(
        [
            ("4", 16),
            ("51", 16),
            ("55", 16),
            ("2221", 16),
            ("2720", 16),
            ("34", 15),
            ("37", 15),
            ("6011", 16),
            ("65", 16),
            ("3528", 16),
            ("62", 16),
            ("62", 19),
            ("36", 14),
        ]
    )
    digits = issuer + _some(r, string.digits, length - len(issuer) - 1)
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    digits += str(-total % 10)
    groups = [digits[at : at + 4] for at in range(0, len(digits), 4)]
    return r.choice([digits, " ".join(groups), "-".join(groups)])


def _day(r: random.Random) -> date:
    return date(1940, 1, 1) + timedelta(days=r.randrange(25_000))


def resident_id(r: random.Random) -> str:
    """GB 11643-1999: six digits of a place, eight of a day, three in order, and a check by ISO 7064 MOD 11-2."""
    body = r.choice(
        ["110101", "310104", "440305", "510107", "330106", "420111", "610113", "350203", "120101", "500103"]
    )
    body += _day(r).strftime("%Y%m%d") + f"{r.randint(1, 999):03}"
    weight = sum(int(sign) * (2 ** (17 - place) % 11) for place, sign in enumerate(body))
    check = (12 - weight % 11) % 11
    return body + ("X" if check == 10 else str(check))


def ssn(r: random.Random) -> str:
    """Social Security Administration: area 001-899 but 666, group 01-99, serial 0001-9999."""
    area = r.choice([each for each in range(1, 900) if each != 666])
    return f"{area:03}-{r.randint(1, 99):02}-{r.randint(1, 9999):04}"


def ip(r: random.Random) -> str:
    """RFC 791 unicast addresses, and RFC 4291 text forms, compressed as RFC 5952 says."""
    if r.random() < 0.6:
        return f"{r.choice([10, 172, 192, 203, 85, 46, 178, 93])}.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}"
    groups = [f"{r.getrandbits(16):x}" for _ in range(8)]
    groups[0] = r.choice(["2001", "2a02", "2607", "fe80", "fd12"])
    if r.random() < 0.5:
        return ":".join(groups)
    left = r.randint(1, 4)
    return ":".join(groups[:left]) + "::" + ":".join(groups[left + 2 :][: r.randint(1, 3)])


def mac(r: random.Random) -> str:
    """IEEE 802: six octets, with colons, hyphens, or in the groups of Cisco."""
    octets = [f"{r.getrandbits(8):02x}" for _ in range(6)]
    octets[0] = f"{r.getrandbits(8) | 0x0A:02x}"
    whole = "".join(octets)
    return r.choice([":".join(octets), "-".join(octets).upper(), f"{whole[:4]}.{whole[4:8]}.{whole[8:]}"])


def url(r: random.Random) -> str:
    """RFC 3986: user information before the host; or a token in the query or fragment (RFC 6749, 6750, S3, SAS)."""
    host, token = f"{r.choice(_WORDS)}.{r.choice(_TLDS)}", _some(r, _ALNUM, r.randint(16, 40))
    return r.choice(
        [
            f"https://{r.choice(_WORDS)}:{_some(r, _ALNUM, 10)}@{host}/repo.git",
            f"postgres://{r.choice(_WORDS)}:{_some(r, _ALNUM, 12)}@db.{host}:5432/main",
            f"https://api.{host}/v1/items?access_token={token}",
            f"https://{host}/download?file=a.zip&token={token}&x=1",
            f"https://{host}/reset?user=7&key={token}",
            f"https://{host}/callback#access_token={token}&token_type=bearer",
            f"https://bucket.{host}/o?X-Amz-Expires=60&X-Amz-Signature={_some(r, '0123456789abcdef', 64)}",
            f"https://store.blob.{host}/c?sv=2022&sig={token}%3D",
            f"https://maps.{host}/json?q=x&api_key={token}",
        ]
    )


def api_key(r: random.Random) -> str:
    """The published prefixes and lengths of OpenAI, Anthropic, AWS, GitHub, Google, Stripe, Slack and Hugging Face."""
    return r.choice(
        [
            "sk-" + _some(r, _ALNUM, 48),
            "sk-proj-" + _some(r, _ALNUM + "_-", 100) + "A",
            "sk-ant-api03-" + _some(r, _ALNUM + "_-", 90) + "AA",
            r.choice(["AKIA", "ASIA"]) + _some(r, string.ascii_uppercase + "234567", 16),
            r.choice(["ghp_", "gho_", "ghs_"]) + _some(r, _ALNUM, 36),
            "github_pat_" + _some(r, _ALNUM, 22) + "_" + _some(r, _ALNUM, 59),
            "AIza" + _some(r, _ALNUM + "_-", 34) + "x",
            r.choice(["sk_live_", "rk_live_"]) + _some(r, _ALNUM, 24),
            f"xoxb-{_some(r, string.digits, 12)}-{_some(r, string.digits, 12)}-{_some(r, _ALNUM, 24)}",
            "hf_" + _some(r, string.ascii_letters, 34),
            "glpat-" + _some(r, _ALNUM + "_-", 19) + "z",
        ]
    )


def private_key(r: random.Random) -> str:
    """RFC 7468 blocks, and RFC 7519 tokens."""
    if r.random() < 0.5:
        label = r.choice(["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])
        body = base64.b64encode(r.randbytes(180)).decode()
        lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
        return f"-----BEGIN {label}PRIVATE KEY-----\n{lines}\n-----END {label}PRIVATE KEY-----"

    def part(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).decode().rstrip("=")

    claims = {"sub": str(r.getrandbits(30)), "iat": r.getrandbits(30)}
    return ".".join([part(b'{"alg":"HS256","typ":"JWT"}'), part(json.dumps(claims).encode()), part(r.randbytes(32))])


def password(r: random.Random) -> str:
    """No specification: words with numbers and signs, drawn letters, or four words with hyphens (Diceware)."""
    return r.choice(
        [
            r.choice(_WORDS).title() + str(r.randint(10, 9999)) + r.choice("!#$%&*?"),
            _some(r, _ALNUM, r.randint(9, 16)) + r.choice("7!"),
            "-".join(r.choice(_WORDS) for _ in range(4)),
            r.choice(_WORDS) + str(r.randint(1, 99)),
        ]
    )


def gps(r: random.Random) -> str:
    """ISO 6709 annexes D and H, decimal degrees as maps give them, and RFC 5870."""
    latitude, longitude = r.uniform(-80, 80), r.choice([-1, 1]) * r.uniform(12, 179)
    north, east = "N" if latitude > 0 else "S", "E" if longitude > 0 else "W"

    def minutes(value: float) -> str:
        value = abs(value)
        whole = int((value % 1) * 60)
        return f"{int(value)}°{whole:02}'{((value % 1) * 60 - whole) * 60:04.1f}\""

    return r.choice(
        [
            f"{latitude:.5f}, {longitude:.5f}",
            f"{latitude:.6f},{longitude:.6f}",
            f"{abs(latitude):.4f}° {north}, {abs(longitude):.4f}° {east}",
            f"{minutes(latitude)}{north} {minutes(longitude)}{east}",
            f"geo:{latitude:.4f},{longitude:.4f}",
            f"{latitude:+08.4f}{longitude:+09.4f}/",
        ]
    )


def birthday(r: random.Random) -> str:
    """ISO 8601, and days as English, German and Chinese write them."""
    day = _day(r)
    return r.choice(
        [
            day.isoformat(),
            day.strftime("%d/%m/%Y"),
            day.strftime("%B %d, %Y"),
            day.strftime("%d %B %Y"),
            f"{day.year}年{day.month}月{day.day}日",
            day.strftime("%d.%m.%Y"),
        ]
    )


def name(r: random.Random) -> str:
    if r.random() < 0.4:
        return r.choice("王李张刘陈杨赵黄周吴徐孙") + _some(r, "伟芳娜敏静丽强磊军洋勇艳杰涛明超", r.randint(1, 2))
    return f"{r.choice(['James', 'Maria', 'Anneke', 'Oliver', 'Priya', 'Sofia', 'Liam', 'Hannah', 'Diego', 'Yuki'])} {r.choice(['Miller', 'Okafor', 'Schmidt', 'Rossi', 'Jansen', 'Novak', 'Garcia', 'Larsen', 'Patel', 'Tanaka'])}"


def address(r: random.Random) -> str:
    if r.random() < 0.4:
        return f"{r.choice(['北京市朝阳区', '上海市浦东新区', '广东省深圳市南山区', '杭州市西湖区'])}{r.choice(['建国路', '科技园路', '文三路', '中山北路', '人民大街'])}{r.randint(1, 999)}号"
    street = f"{r.randint(1, 9999)} {r.choice(_WORDS).title()} {r.choice(['Street', 'Ave', 'Road', 'Lane', 'Drive', 'Blvd', 'St'])}"
    return r.choice(
        [
            street,
            f"{street}, {r.choice(['Portland', 'Austin', 'Boston'])}, OR 97201",
            f"{r.choice(['Haupt', 'Bahnhof', 'Garten'])}straße {r.randint(1, 200)}",
        ]
    )


MAKERS: dict[Private, Maker] = {
    Private.EMAIL: email, Private.PHONE: phone, Private.IBAN: iban, Private.CARD: card, Private.RESIDENT_ID: resident_id,
    Private.SSN: ssn, Private.IP: ip, Private.MAC: mac, Private.URL: url, Private.API_KEY: api_key,
    Private.PRIVATE_KEY: private_key, Private.PASSWORD: password, Private.GPS: gps, Private.BIRTHDAY: birthday,
    Private.NAME: name, Private.ADDRESS: address,
}  # fmt: skip

_PLAIN = (
    "I put {} in the form.",
    "Is {} right?",
    "{}",
    "这个是{}，对吗？",
    "Please keep this: {}\nThanks!",
    "用{}就可以。",
    "({})",
)
_SENTENCES: dict[Private, tuple[str, ...]] = {
    Private.PHONE: ("Call me at {}.", "My number is {}, call any time.", "我的手机是{}。", "电话：{}", "Phone: {}", "You can text me on {} tonight."),
    Private.PASSWORD: ("password: {}", "My password is {}.", "密码：{}", "The wifi password is {}, please.", "密码是{}。", "Password = {}", 'passwd: "{}"'),
    Private.BIRTHDAY: ("I was born on {}.", "Date of birth: {}", "DOB: {}", "我的生日是{}。", "出生日期：{}", "My birthday is {}."),
    Private.SSN: ("My SSN is {}.", "SSN: {}", "Social security number {} on file."),
    Private.NAME: ("My name is {}.", "Dear {},", "我叫{}。", "Mr. {} will come."),
    Private.ADDRESS: ("I live at {}.", "Ship it to {}, please.", "地址：{}", "我住在{}。"),
}  # fmt: skip


def planted(kind: Private, r: random.Random) -> tuple[str, int, int]:
    """A turn with something of *kind* in it, and where."""
    thing = MAKERS[kind](r)
    sentence = r.choice(_SENTENCES.get(kind, _PLAIN))
    if kind is Private.NAME:
        chinese = thing[0] > "\u2e80"
        sentence = "我叫{}。" if chinese else r.choice([each for each in _SENTENCES[kind] if "我" not in each])
    start = sentence.index("{}")
    return sentence.replace("{}", thing), start, start + len(thing)


def clean(r: random.Random) -> str:
    """A turn in which nothing is private: numbers, code, recipes, times, prices, book numbers, versions, papers."""
    n = r.randint
    return r.choice(_CLEAN)(r, n)


def _isbn(r: random.Random) -> str:
    body = "978" + _some(r, string.digits, 9)
    check = -sum(int(sign) * (3 if place % 2 else 1) for place, sign in enumerate(body)) % 10
    return f"{body[:3]}-{body[3]}-{body[4:8]}-{body[8:]}-{check}"


_CLEAN: tuple[Callable[[random.Random, Callable[[int, int], int]], str], ...] = (
    lambda r, n: f"What is {n(1, 99999)} times {n(1, 9999)}? It is {n(10**5, 10**9)}.",
    lambda r, n: f"Mix {n(100, 500)} g of flour, {n(1, 4)} eggs and {n(50, 300)} ml of milk; bake at {n(150, 230)} °C for {n(10, 60)} minutes.",
    lambda r, n: f"The train leaves at {n(0, 23):02}:{n(0, 59):02}:{n(0, 59):02} and arrives at {n(0, 23):02}:{n(0, 59):02}.",
    lambda r, n: f"It costs ${n(1, 9999):,}.{n(0, 99):02}, or €{n(1, 999)},{n(0, 99):02} with tax.",
    lambda r, n: f"The book is ISBN {_isbn(r)}, {n(100, 900)} pages.",
    lambda r, n: f"Install version {n(0, 12)}.{n(0, 30)}.{n(0, 99)} or {n(1, 9)}.{n(0, 9)}.{n(0, 9)}.{n(0, 9)} of the package.",
    lambda r, n: f"def f(x):\n    return x * {n(1, 10**12)} + {r.random():.6f}\n\nprint(f({n(1, 99)}))",
    lambda r, n: f"commit {_some(r, '0123456789abcdef', 40)}\nMerge: {_some(r, '0123456789abcdef', 7)} {_some(r, '0123456789abcdef', 7)}",
    lambda r, n: f"UUID {_some(r, '0123456789abcdef', 8)}-{_some(r, '0123456789abcdef', 4)}-4{_some(r, '0123456789abcdef', 3)}-a{_some(r, '0123456789abcdef', 3)}-{_some(r, '0123456789abcdef', 12)} is random.",
    lambda r, n: f"On {n(1, 12)}/{n(1, 28)}/{n(1990, 2026)} the index rose {r.random() * 9:.2f} % to {n(1000, 40000)}.{n(10, 99)} points.",
    lambda r, n: f"今天气温{n(-10, 35)}度，降水概率{n(0, 100)}%，下午{n(1, 6)}点{n(10, 59)}分出发，票价{n(10, 999)}元。",
    lambda r, n: f"{n(2000, 2026)}年{n(1, 12)}月{n(1, 28)}日发布，销量{n(10**4, 10**8)}台，同比增长{n(1, 90)}.{n(0, 9)}%。",
    lambda r, n: f"pi is 3.14159265358979, e is 2.718281828, and sqrt({n(2, 99)}) is {r.random() * 9:.10f}.",
    lambda r, n: f"The points are ({r.random():.4f}, {r.random():.4f}) and ({r.random() * 5:.3f}, {r.random():.3f}).",
    lambda r, n: f"See https://docs.{r.choice(_WORDS)}.org/en/{n(1, 9)}.{n(0, 20)}/guide.html?page={n(1, 99)}&lang=en#part-{n(1, 9)}.",
    lambda r, n: f"for (int i = 0; i < {n(2, 999)}; i++) {{ std::cout << i << std::endl; }}  // {n(1, 10**6)} iterations",
    lambda r, n: f"password: str = Field(min_length={n(6, 16)})\ntoken: Optional[str] = None",
    lambda r, n: f"A good password is at least {n(8, 20)} characters long and not a word. My advice: use a manager.",
    lambda r, n: f"Order no. {n(10**9, 10**10 - 1)} was shipped, invoice {n(2020, 2026)}-{n(1000, 9999)}, parcel weight {n(1, 30)}.{n(0, 9)} kg.",
    lambda r, n: f"Lincoln was born in {n(1800, 1899)} and the bridge was built in {n(1850, 2000)}; it is {n(100, 3000)} m long.",
    lambda r, n: f"Use #{_some(r, '0123456789ABCDEF', 6)} for the border and rgb({n(0, 255)}, {n(0, 255)}, {n(0, 255)}) inside, width {n(1, 9)}.{n(0, 9)}em.",
    lambda r, n: f"SELECT count(*) FROM orders WHERE total > {n(10, 9999)} AND day BETWEEN '{n(2000, 2025)}-01-01' AND '2026-{n(1, 12):02}-28';",
    lambda r, n: f"The planet is {n(10, 400)},{n(100, 999)},{n(100, 999)} km away; light needs {n(1, 400)} min {n(0, 59)} s.",
    lambda r, n: f"doi:10.{n(1000, 9999)}/s{n(10000, 99999)}-{n(10, 25):03}-{n(10000, 99999)}-{n(0, 9)}, arXiv:{n(10, 26)}{n(1, 12):02}.{n(10000, 99999)}",
    lambda r, n: f"Matrix: [[{n(0, 9)}, {n(0, 9)}, {n(0, 9)}], [{n(10, 99)}, {n(10, 99)}, {n(10, 99)}]]; sum {n(1, 999)} ± {r.random():.3f}",
    lambda r, n: f"docker run -p {n(1024, 65535)}:{n(80, 9000)} -m {n(1, 8)}g image:{n(1, 20)}.{n(0, 9)}-alpine; curl localhost:{n(1024, 65535)}/health",
    lambda r, n: f"Run it on 127.0.0.1:{n(1024, 65535)}, bind 0.0.0.0, mask 255.255.255.0, and see section {n(1, 9)}.{n(1, 9)}.{n(1, 9)}.{n(1, 9)}.",
    lambda r, n: f"The score was {n(0, 120)}-{n(0, 120)} after {n(1, 4)} quarters; season {n(2000, 2025)}-{n(1, 26):02}, {n(10, 82)} games.",
    lambda r, n: f"Press Ctrl+{r.choice('ABCDEFG')} {n(1, 9)} times. @app.route('/v{n(1, 3)}/items/{n(1, 999)}') returns {n(200, 504)}.",
    lambda r, n: f"Run npm install {r.choice(_WORDS)}@{n(1, 20)}.{n(0, 9)}.{n(0, 9)} and git clone git@github.com:{r.choice(_WORDS)}/{r.choice(_WORDS)}.git",
    lambda r, n: f"我想学做红烧肉：五花肉{n(300, 900)}克，冰糖{n(10, 50)}克，小火炖{n(30, 90)}分钟，第{n(1, 9)}步收汁。",
    lambda r, n: f"Elapsed {n(0, 9)}:{n(10, 59)}:{n(10, 59)}.{n(100, 999)}; {n(10**6, 10**8)} tokens at {n(10, 900)}.{n(0, 9)} tokens/s, loss {r.random() * 3:.4f}.",
    lambda r, n: f"Tracking {n(10**11, 10**12 - 1)}, batch {n(10**15, 10**16 - 1)}, unix time {n(10**9, 2 * 10**9)}.{n(10, 999)}.",
    lambda r, n: f"Call the function {n(2, 9)} times with {n(10**6, 10**7)} and {n(10**9, 10**10 - 1)} as arguments.",
    lambda r, n: f"Mozart was born on 27 January 1756; the festival is on {n(1, 28)} May {n(2000, 2030)}.",
    lambda r, n: f"The range is {n(1, 99)}.{n(1000, 9999)}, then {n(1, 9)}.{n(1000, 9999)}; ratio {r.random():.5f}, {r.random():.5f}.",
    lambda r, n: f"身份证号码一共有18位，手机号是11位；编号{n(10**7, 10**8)}，共{n(1000, 9999)}件。",
    lambda r, n: f"sha256:{_some(r, '0123456789abcdef', 64)} and md5 {_some(r, '0123456789abcdef', 32)} differ.",
)  # fmt: skip
