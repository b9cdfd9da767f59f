"""A made-up procedure with all that the format has, and what it takes to make one from text."""

from __future__ import annotations

from datetime import date

from kiosk.forms.case import Circumstances
from kiosk.forms.form import Form, begin
from kiosk.forms.references import Surroundings
from kiosk.forms.sheet import ProcedureVersion
from kiosk.procedures.version_files import VersionFiles, version_of

TODAY = date(2026, 11, 30)

TEXT = """
[procedure]
code = "9.000001"
version = "2026-11-30"
in_force = { from = 2026-01-01 }
official = "Đăng ký thử"
field_code = "G00"
field_name = "Thử"
authority = "UBND xã"
channels = ["kiosk", "counter", "online"]
prefix = "TH"
events = ["business"]
subject = "{owner.name}"
applicant = { full_name = "owner.name" }
sources = ["tự đặt"]
checked = { on = 2026-11-30, by = "test" }

[[parties]]
key = "owner"

[[parties]]
key = "witness"

[[groups]]
key = "owner"
official = "Chủ hộ"
from = "party.owner"
fields = [
  { key = "name", type = "name", official = "Họ tên", required = true, card = "full_name", upper = true },
  { key = "birth", type = "year-or-date", official = "Ngày sinh", card = "birth_date", required=true, unknown=true },
  { key = "kind", type = "choice", official = "Loại", required = true, choices = [
    { value = "alone" },
    { value = "family" },
  ] },
  { key = "capital", type = "money", official = "Vốn", required = true, range = [1, 99_999_999_999_999] },
  { key = "words", type = "text", official = "Bằng chữ", calculation = 'in_words(owner.capital)' },
  { key = "pages", type = "number", official = "Số trang", range = [0, 500] },
  { key = "poor", type = "yes-no", official = "Hộ nghèo" },
  { key = "opens", type = "time", official = "Giờ mở cửa", constraint = 'this >= 05:00' },
]

[[groups]]
key = "members"
official = "Thành viên"
relevant = 'owner.kind == "family"'
repeat = { min = 1, max = 3, title = "name" }
fields = [
  { key = "name", type = "name", official = "Họ tên", required = true },
  { key = "share", type = "money", official = "Góp" },
  { key = "adult", type = "yes-no", official = "Đủ 18 tuổi" },
  { key = "guardian", type = "name", official = "Người giám hộ", required = true, relevant = 'not members.adult' },
]

[[rules]]
key = "R1"
must = 'sum(members.share) <= owner.capital'
blames = ["members", "owner.capital"]
level = "stop"
source = "tự đặt"
holds = { "owner.capital" = 10, members = [{ share = 5 }] }
fails = { "owner.capital" = 10, members = [{ share = 6 }, { share = 6 }] }

[[rules]]
key = "R2"
each = "members"
must = 'members.name != owner.name'
blames = ["members"]
level = "ask"
source = "tự đặt"
holds = { "members.name" = "A B", "owner.name" = "C D" }
fails = { "members.name" = "A B", "owner.name" = "a b" }

[[rules]]
key = "R3"
must = 'age(owner.birth) >= 18'
blames = ["owner.birth"]
level = "route"
to = "9.000002"
carries = { "child.name" = "owner.name" }
source = "tự đặt"
holds = { "owner.birth" = "1990" }
fails = { "owner.birth" = "2015" }

[[documents]]
key = "giay_mot"
one_of = "chung_minh"

[[documents]]
key = "giay_hai"
one_of = "chung_minh"
relevant = 'owner.kind == "family"'

[[documents]]
key = "giay_ho_ngheo"
handling = "brought"
relevant = 'owner.poor'

[[fees]]
key = "copy"
per = 'owner.pages'
source = "226/2016/TT-BTC"
tiers = [{ up_to = 2, amount = 2_000 }, { amount = 1_000 }]
most = 200_000

[[fees]]
key = "card"
source = "64/2025/TT-BTC"
amounts = [
  { from = 2025-07-01, until = 2026-12-31, channel = ["online"], amount = 0 },
  { from = 2025-07-01, until = 2026-12-31, amount = 25_000 },
  { from = 2027-01-01, amount = 50_000 },
]
exemptions = [{ key = "poor", relevant = 'owner.poor', evidence = "giay_ho_ngheo" }]

[[fees]]
key = "local"
source = "HĐND tỉnh"
amounts = [{ by_area = true }]

[[limits]]
relevant = 'owner.kind == "family"'
within = "working_days(3)"
source = "tự đặt"

[[limits]]
within = "half_day"
source = "tự đặt"

[[pages]]
key = "owner"
group = "owner"

[[pages]]
key = "members"
group = "members"

[[review]]
key = "all"
icon = "user"
groups = ["owner", "members"]

[[alike]]
same = ["owner.kind"]
like = ["owner.name"]
near = { "owner.birth" = 3 }

[[flags]]
key = "rich"
relevant = 'owner.capital > 1_000_000_000'

[from."2026-01-01"]
renamed = { "owner.full_name" = "owner.name" }
dropped = ["owner.fax"]
ask_again = ["owner.capital"]

[[samples]]
key = "alone"
[samples.parties.owner]
full_name = "LY VĂN HẢI"
birth_date = 1994-08-17
[samples.given]
"owner.kind" = "alone"
"owner.capital" = 50_000_000
"owner.pages" = 4
[samples.expect]
problems = []
documents = ["giay_mot"]
fee = "unknown"
due = 2026-11-30T17:00:00
values = { "owner.words" = "Năm mươi triệu đồng" }
"""

WORDS = """
[procedure]
name = "Thử"
result = "Giấy"
[parties]
owner.name = "Chủ hộ"
witness.name = "Người làm chứng"
[groups]
owner.title = "Chủ hộ"
members.title = "Thành viên"
[fields.owner]
name.label = "Họ tên"
birth.label = "Ngày sinh"
kind.label = "Loại"
kind.choices.alone.label = "Một mình"
kind.choices.family.label = "Gia đình"
capital.label = "Vốn"
words.label = "Bằng chữ"
pages.label = "Số trang"
poor.label = "Hộ nghèo"
opens.label = "Giờ mở cửa"
opens.constraint = "Sớm quá."
[fields.members]
name.label = "Họ tên"
share.label = "Góp"
adult.label = "Đủ 18 tuổi"
guardian.label = "Người giám hộ"
[pages]
owner.title = "Chủ hộ"
members.title = "Thành viên"
[review]
all.title = "Tất cả"
[rules]
R1.text = "Góp nhiều hơn vốn."
R2.text = "Trùng tên chủ hộ."
R3.text = "Người chưa đủ 18 tuổi làm thủ tục khác."
[documents]
giay_mot.name = "Giấy một"
giay_hai.name = "Giấy hai"
giay_ho_ngheo.name = "Giấy hộ nghèo"
[fees]
copy.name = "Bản sao"
card.name = "Thẻ"
local.name = "Phí của tỉnh"
[exemptions]
poor.name = "Hộ nghèo"
[flags]
rich.text = "Vốn lớn."
"""


def made_up(text: str = TEXT) -> ProcedureVersion:
    return version_of(VersionFiles("9.000001", "2026-11-30", text, {"vi": WORDS}), Surroundings())


def form_of(version: ProcedureVersion, today: date = TODAY, channel: str = "kiosk") -> Form:
    return begin(version, Circumstances(today, channel=channel))
