"""An oracle for writing Vietnamese, made from published rules alone; it shares no line with the keyboard.

Syllables are put together from the onsets and rimes of the orthography (Quy định tạm thời về chính tả tiếng Việt, Bộ
Giáo dục 1984; the rimes as school primers list them), tones from the five marks of Unicode. What is typed for one
follows from the tables of Telex and of VNI (TCVN 5712 annexes; the Viet-Std group's report of 1992): each marked letter
has its own keys, and the tone's key may follow its vowel, or the whole syllable.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
    "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip

OPEN = (
    "a e ê i o ô ơ u ư y ia ua ưa uê uơ ai ao au ay âu ây eo êu iu oi ôi ơi ui ưi ưu iêu yêu uôi ươi ươu uây oai "
    "oay oeo uya uyu"
)
SPLIT = "oa oe uy"  # where the two spellings differ
CLOSED = (
    "am an ang anh ăm ăn ăng âm ân âng em en eng ên êm ênh im in inh om on ong ôm ôn ông ơm ơn um un ung ưng iêm "
    "iên iêng yên uôn uông uôm ươm ươn ương oan oang oanh oăn oăng uân uâng uyên uynh oen"
)
STOPPED = (
    "ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êt êp ich ip it oc op ot ôc ôp ôt ơp ơt uc up ut ưc ưt iêc iêp "
    "iêt uôc uôt ươc ươp ươt oat oăt oac oăc uât uyêt"
)

MARKS = {"sac": "\u0301", "huyen": "\u0300", "hoi": "\u0309", "nga": "\u0303", "nang": "\u0323", "": ""}
TELEX_TONES = {"sac": "s", "huyen": "f", "hoi": "r", "nga": "x", "nang": "j", "": ""}
VNI_TONES = {"sac": "1", "huyen": "2", "hoi": "3", "nga": "4", "nang": "5", "": ""}
TELEX = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
VNI = {"ă": "a8", "â": "a6", "đ": "d9", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7"}

FIRST = "ia ua ưa ai ao au ay eo iu oi ui êu âu ây ôi ơi ưi ưu"
SECOND = "uê uơ iêu yêu uôi ươi ươu uây oai oay oeo uya uyu"
PLACES = {**dict.fromkeys(FIRST.split(), 0), **dict.fromkeys(SECOND.split(), 1)}
"""In which letter of a rime of several vowels the tone stands. One vowel carries its own; before a final consonant it
is the last vowel's."""


def syllables() -> Iterator[tuple[str, str, str, str]]:
    """Onset, rime, tone, and which kind of rime: only what the spelling rules allow together."""
    for onset in ONSETS:
        for kind, rimes in (("open", OPEN), ("split", SPLIT), ("closed", CLOSED), ("stopped", STOPPED)):
            for rime in rimes.split():
                if not spelled_together(onset, rime):
                    continue
                for tone in ("sac", "nang") if kind == "stopped" else MARKS:
                    yield onset, rime, tone, kind


def spelled_together(onset: str, rime: str) -> bool:
    """k, gh, ngh before e ê i y; c, g, ng before the others; after qu no rime in o, u, ư; after gi none in i, y."""
    front = rime[0] in "eêiy"
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "g", "ng"):
        return not front
    if onset == "qu":
        return rime[0] not in "ouưôơi" and rime not in ("ia",)
    if onset == "gi":
        return rime[0] not in "iy" and rime not in SPLIT.split()
    return not (rime.startswith("yê") and onset)


def written(onset: str, rime: str, tone: str, kind: str, new: bool) -> str:
    """The syllable as it stands on paper; ``new``: hoà rather than hòa."""
    if not tone:
        return onset + rime
    place = place_in(rime, kind, new)
    return unicodedata.normalize("NFC", onset + rime[: place + 1] + MARKS[tone] + rime[place + 1 :])


def place_in(rime: str, kind: str, new: bool) -> int:
    if kind == "split":
        return 1 if new else 0
    if kind == "open":
        return PLACES.get(rime, 0)
    return max(index for index, letter in enumerate(rime) if letter in "aăâeêioôơuưy")


def keys(text: str, table: dict[str, str]) -> str:
    """Each letter by its own keys."""
    return "".join(table.get(letter, letter) for letter in text)


def typed(onset: str, rime: str, tone: str, kind: str, vni: bool, early: bool) -> str:
    """What one types: the tone after its vowel (``early``, in the old spelling) or after the whole syllable."""
    table, tones = (VNI, VNI_TONES) if vni else (TELEX, TELEX_TONES)
    if not early:
        return keys(onset + rime, table) + tones[tone]
    place = place_in(rime, kind, new=False) + 1
    return keys(onset + rime[:place], table) + tones[tone] + keys(rime[place:], table)


def parted(word: str) -> tuple[str, str]:
    """A word of a name without its tone, and the tone. ñ is a letter of its own."""
    bare, tone = "", ""
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        mark = next((key for key, mark in MARKS.items() if mark and mark in parts and parts[0] not in "nN"), "")
        bare += unicodedata.normalize("NFC", parts.replace(MARKS[mark], "")) if mark else letter
        tone = tone or mark
    return bare, tone


NAMES = """\
Vàng Thị Mỷ, Sùng Minh Khuê, Thào Seo Chứ, Lù Thị Vá, Thào Mí Pó, Giàng A Páo, Hoàng Thị Thuỷ, Nguyễn Thị Thúy,
Nguyễn Thị Thuý, Trần Văn Hòa, Trần Văn Hoà, Lê Thị Khỏe, Lê Thị Khoẻ, Phạm Quỳnh Hoa, Đỗ Xuân Thủy,
Đặng Thị Xuyến, Bùi Quốc Khuynh, Võ Thị Huyền, Vũ Đức Thuận, Ngô Thuỳ Dương, Ngô Thùy Dương, Dương Thị Loan,
Lý Thị Ngữ, Nguyễn Thị Ngữ Ẩn, Hồ Thị Kỷ, Phan Thị Uyển, Trương Mỹ Hoa, Đinh Quý Ngọ, Đoàn Giỏi, Lâm Thị Giềng,
Mai Quế, Tạ Thị Khuê, Chu Thị Tuế, Hà Thị Quyết, Cao Văn Tuất, Tô Thị Nguyệt, Kiều Thị Oanh, Phùng Chí Kiên,
Quách Thị Xoan, Nông Thị Khiết, Hứa Thị Pìn, Triệu Mùi Nái, Lò Văn Ướt, Cà Thị Ươi, Quàng Thị Thuổi,
Lường Văn Ưu, Tòng Thị Hươu, Bạc Cầm Khuây, Đèo Thị Hoè, Đèo Thị Hòe, Vì Thị Oai, Sầm Văn Xoáy, Lương Thị Ngoẻo,
Mùa A Sử, Mùa A Lềnh, Cứ A Vừ, Ly Mí Sò, Ma Thị Nhúc, Hạng A Chua, Hạng Thị Ía, Thò Mí Phứ, Y Bliă Niê Kdăm,
H'Bia Niê, H'Lĕ Byă, Y Ƀhiŏ Niê, Čil Múp Ha Srang, H'Ñil Kbuôr, Y Ŭn Mlô, H'Ĭn Êban, Kpă Klơng, Rơ Châm Ŏnh,
Ksor Hƀlâm, Nay Hŭn, Siu Čoang, A Brŏl, Đinh Văn Ƀrŏ, K'Brĕ, H'Wiêng Êñuôl, Y Wang Mlô Duôn Du, Ka Să Ha Thăm,
Lơ Mu K'Đĭnh, Trần Thị Hoài, Đào Thị Khuyên, Âu Dương Thị Quỳ, Ưng Hoàng Phúc, Ông Thị Uyên, Ỷ Lan, Yến Thị Ỷ,
Ứng Văn Ước, Ân Thị Ấm, Ổn Văn Ổn, Hùng Thị Muỗi, Tráng A Khoa, Sình Mí Gia, Chẩu Văn Giáp, Chảo Mùi Pham,
Lồ Lài Sửu, Tẩn Mẩy Phẩy, Phàn Dào Quẩy, Bàn Thị Huế, Đặng Mùi Khé, Vừ Già Pó, Giàng Thị Giống, Thàng Thị Dủa,
Hảng A Tỏa, Hảng A Toả, Nguyễn Văn Thoả, Nguyễn Văn Thỏa, Lê Hoá, Lê Hóa, Bùi Thị Loè, Bùi Thị Lòe, Cầm Thị Huy,
Cầm Thị Hủy, Lục Thị Tuý, Lục Thị Túy, Trịnh Thị Luỹ, Trịnh Thị Lũy, Nguyễn Quang Tuỵ, Phạm Thị Toà,
Phạm Thị Tòa, Nguyễn Thị Phượng, Trần Thị Hường, Lê Thị Thuở, Đỗ Thị Buổi, Vũ Thị Chuối, Phạm Thị Muối,
Ngô Văn Cửu, Đặng Thị Bưởi, Lý Thị Rượu, Nguyễn Thị Hữu, Quan Thị Quá, Quang Văn Quẻ, Lê Thị Quyên,
Quản Thị Quỳnh, Giáp Văn Giàu, Gia Thị Giữ, Giang Văn Giới, Nguyễn Thị Gìn, Tăng Văn Gì, Trần Thị Giếng,
Nguyễn Ngọc Nghĩa, Nghiêm Thị Nghỉ, Ngụy Văn Ngoan, Nguỵ Văn Ngoãn, Khổng Thị Khoáng, Khuất Văn Khuếch,
Đàm Thị Đượm, Đường Thị Đước, Đôn Thị Đuốc, Đậu Thị Đẫy, Phó Đức Phương, Thái Thị Thiện, Thân Văn Thuấn,
Tống Thị Tuyển, Từ Thị Tường, Viên Thị Vượng, Văn Thị Vĩnh, Vương Thị Xuyên, Xa Thị Xoài, Ý Thị Yêu, Mã Thị Dế,
Pờ Chùy Xuyến, Lò Lỳ Phà, Chang Thị Giá, Khoàng Thị Pứ, Pồ Pó Xè, Giàng Lao Pà, Sờ Văn Hừ, Vù Thị Xúa,
Lỳ Xú Lòng, Thèn Thị Sén, Xin Văn Dìu, Lèng Thị Mẩn, Vàng Xín Sơn, Sùng Sáu Tủa, Ly Thị Máy, Hờ A Nếnh,
Phàng Thị Sua, Khang A Tủa, Giàng Thị Chía, Trần Thị Hoạch, Lê Văn Toản, Võ Hoàng Yến, Bế Thị Xoan,
Nông Quốc Tuấn, Long Thị Luyến, Ôn Thị Hoét, Đỗ Thị Huýt, Cù Thị Khuya, Tạ Thị Khuỷu, Nguyễn Thị Ngoạn,
Nguyễn Thị Loát, Đoàn Văn Thoại, Đoàn Thị Xoay, Trần Văn Hoắc, Trần Văn Thoắng, Lý Thị Huân, Lý Văn Luật,
Dương Thị Xuất, Mạc Thị Bưởi""".replace(",\n", ", ").split(", ")
"""Names as they stand on cards: Kinh, Mông, Dao, Tày, Thái and others; both spellings of oa, oe, uy; and those of Ê Đê,
Gia Rai, Ba Na with their own letters. Made up."""
