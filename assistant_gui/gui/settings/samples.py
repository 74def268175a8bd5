"""What a voice says when it is tried: one sentence in its own language."""

from typing import Final

from assistant_gui.core.voices import primary

_SENTENCES: Final = {
    "en": "Hello! This is how I sound when I answer you.",
    "zh": "你好！我回答你的时候，声音就是这样的。",
    "cmn": "你好！我回答你的时候，声音就是这样的。",
    "yue": "你好！我答你嘅時候，就係呢把聲。",
    "de": "Hallo! So klinge ich, wenn ich dir antworte.",
    "fr": "Bonjour ! Voici comment je parle quand je te réponds.",
    "es": "¡Hola! Así sueno cuando te respondo.",
    "it": "Ciao! Ecco come parlo quando ti rispondo.",
    "pt": "Olá! É assim que eu falo quando respondo.",
    "nl": "Hallo! Zo klink ik als ik je antwoord geef.",
    "sv": "Hej! Så här låter jag när jag svarar dig.",
    "nb": "Hei! Slik høres jeg ut når jeg svarer deg.",
    "da": "Hej! Sådan lyder jeg, når jeg svarer dig.",
    "fi": "Hei! Tältä kuulostan, kun vastaan sinulle.",
    "pl": "Cześć! Tak brzmię, kiedy ci odpowiadam.",
    "cs": "Ahoj! Takhle zním, když ti odpovídám.",
    "hu": "Szia! Így hangzom, amikor válaszolok neked.",
    "ro": "Bună! Așa sun când îți răspund.",
    "tr": "Merhaba! Sana cevap verirken sesim böyle.",
    "ru": "Привет! Вот так я звучу, когда отвечаю тебе.",
    "uk": "Привіт! Ось так я звучу, коли відповідаю тобі.",
    "el": "Γεια σου! Έτσι ακούγομαι όταν σου απαντώ.",
    "ar": "مرحبا! هكذا يبدو صوتي عندما أجيبك.",
    "he": "שלום! כך אני נשמע כשאני עונה לך.",
    "hi": "नमस्ते! जब मैं जवाब देता हूँ तो मेरी आवाज़ ऐसी है।",
    "ja": "こんにちは。お答えするときは、このような声です。",
    "ko": "안녕하세요! 대답할 때 제 목소리는 이렇습니다.",
    "vi": "Xin chào! Giọng của tôi khi trả lời bạn là thế này.",
    "id": "Halo! Beginilah suara saya saat menjawab Anda.",
    "th": "สวัสดี นี่คือเสียงของฉันเวลาตอบคุณ",
}


def sample(language: str, name: str) -> str:
    """In *language* if there is a sentence in it; else the voice says its *name*, or English if it reads any."""
    return _SENTENCES.get(primary(language)) or (name if language else _SENTENCES["en"])
