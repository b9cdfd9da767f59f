"""The component library. Everything a screen is made of comes from here; ``kiosk gallery`` draws it all.

How it is used::

    look, strings = Look(LIGHT), Strings("vi")            # kiosk.ui.theme, kiosk.ui.strings: one of each per window
    page = Ground(look)                                   # paper; it paints the shadows of what lies on it
    column = Column(look, page, spacing=24, margins=(56, 40, 56, 0))
    column.put(Heading(look, strings.phrase("consent.title")), Lead(look, ...), 12, card, None)
    button = Button(look, strings.phrase("form.next"), icon="arrow-right")
    button.clicked.connect(...)

* Every constructor takes the ``Look`` first; texts are ``Text``: a plain str (a name, a number) or
  ``strings.phrase(key, **values)``, which follows the language and the form of address ({you}, {You}). Values may be
  phrases too.
* Numbers (spacing, margins, heights) are pixels of the 1080 x 1920 screen; ``look.fit(window.size())`` sets the scale.
* Widgets follow ``look.changed`` (theme, scale, text size) and ``strings.changed`` by themselves.
* Anything that is pressed is a ``Pressable``: signal ``clicked``; touch, mouse, Enter and Space, arrow keys, debounce.
* Lay one ``FocusRing(look, window)`` over each window: it shows where the keys are; ``shine_on(widget)`` while
  reading aloud.
* Colours are tokens by name ("ink", "ink2", "action_text", "ok", ...), icons Tabler names in ``assets/icons``.

Layouts     Column(look, parent, spacing=24, margins=0) .put(widget | layout | number of px of air | None = stretch);
            Row the same; Grid(look, parent, columns=2, spacing=24, large_columns=1) .fill(cells)
Grounds     Ground(look, colour="paper"): page; shadows and halos are painted by the nearest Ground above a widget
            Paged(look, strings): put into .body; what is higher than the glass is turned by the page, never cut
Words       Heading, Title, Lead, Body (look, text); Label(look, text, role, colour, align); Note(look, icon, text)
            ``**bold**`` and line breaks are understood; nothing clips, headings balance
Buttons     Button(look, text, Kind.PRIMARY | START | SECONDARY | ALTERNATIVE | QUIET | DESTRUCTIVE | CHOICE, icon,
            second="", icon_after=None, height=None): clicked, missing; set_waiting(text | None), set_text,
            set_selected, set_icon_only.  ChoicePair(look, strings, no, yes): chosen(bool), value, set_value
Fields      Field(look, strings, label, value, placeholder, icon, large=False): clicked, edited(str), mend, submitted;
            set_value, set_editing, set_error(sentence | None), set_prefilled(bool), insert, backspace, clear
Choosing    Tile(look, icon, title, line, flat=False, alternative=False): clicked, set_selected
            ListCard(look, icon, title, line, mark=""): one of a list, with a chevron
            Choices(look, [Option(value, label)], columns): chosen(str)
            OptionList(look, strings, options, common=(), columns=2, per_page=8): chosen(str); .search is its Field
            NumberStepper(look, strings, value, least, most): changed(int), set_line(text)
            DatePicker(look, strings, earliest, latest, value=None): chosen(date), refused(); .value
            HalfKnownDatePicker(look, strings, earliest, latest, value, near): the same with HalfKnownDate
            Pager(look, strings): turned(page), set_pages(page, pages)
States      Chip(look, text, Tone.OK | WARN | ERR | ACTION | NETWORK | NEUTRAL, icon)
            Banner(look, tone, title, line, icon)
            Progress (in Header), Bar(look, left, right): set_fraction, set_words
            ReadingList(look, strings, parts): set_state(index, ReadState.WAITING | NOW | DONE | FAILED)
            Timeline(look, [Node(NodeState.DONE | ACT | NOW | LATER, title, line, request, request_line, picture)])
Cards       Card(look): put into .body;  Rule(look);  Facts(look, strings, [Fact(label, value, from_card)], compact)
            FoldHead(look, icon, title, summary, count): set_open; FiledLine(look, strings, label, value): mend
            PaperCard(look, Picture.BIRTH_PAPER, PaperText(...));  FactBand(look, [(icon, title, line), ...])
            InfoBlock(look, PaperText, icon | picture): the content of the two, to put into a Card with more
            StepCard(look, number, title, line, picture, active, beside): done with the hands
Head, foot  Header(look, strings, commune, province): set_step(n, total, name, following), clear_step,
            .tools.language / .text_size / .call;  Footer(look, strings, main_button | None): back, set_main
            Rail(look, strings, commune, province): the same at the left of a lying screen; .body, back
            StartBand(look, authority, commune, greeting, line)
Received    Ticket(look, label, code, hint, qr, [Fact], when_label, when), CodeText(look, code), QrView(look, text)
Pictures    LivePicture(look): set_frame(bitmap), set_corners, set_hint, set_count, clear;  CountRing(look)
            PhotoView(look, name, frame="gold" | "ok" | "warn", height, width, caption, icon): set_image, set_data
            Illustration(look, Picture.READER, name, height, field=True, moving=False)
            SignaturePad(look, hint): signed
            PageStrip(look, strings): set_pages(images, selected, name); chosen(index), moved(index, to)
Keyboard    kiosk.ui.keyboard.Keyboard(look, strings): attach(field), set_mode(Mode.LETTERS | NUMBERS)
"""

from kiosk.ui.widgets.bar import Bar
from kiosk.ui.widgets.base import Painted, Pressable
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.camera import LivePicture, image_of
from kiosk.ui.widgets.cards import CardSurface, InfoBlock, PaperCard, PaperText, Rule
from kiosk.ui.widgets.chips import Banner, ChipTone, PressableBanner, StatusChip
from kiosk.ui.widgets.choice_pair import ChoicePair
from kiosk.ui.widgets.dates import DateFault, DatePart, DatePicker
from kiosk.ui.widgets.facts import FactBand, Facts, KnownValue
from kiosk.ui.widgets.fields import AnswerField
from kiosk.ui.widgets.flash import MissFlash
from kiosk.ui.widgets.folds import FiledLine, FoldHead, MendCell
from kiosk.ui.widgets.ground import Ground, ground_of
from kiosk.ui.widgets.half_known_dates import HalfKnownDatePicker
from kiosk.ui.widgets.header import Band, Footer, HeaderBar, OfficePlate, Rail
from kiosk.ui.widgets.hold import CallLight, HoldButton
from kiosk.ui.widgets.illustrations import Illustration, IllustrationKind, draw_picture
from kiosk.ui.widgets.labels import CENTRE, LEFT, RIGHT, Body, Heading, Label, Lead, Note, Title
from kiosk.ui.widgets.layouts import Air, Column, Grid, Row
from kiosk.ui.widgets.listen_bar import ListenBar
from kiosk.ui.widgets.options import Choices, Option, OptionList, Pager, Stack, plain, ranked
from kiosk.ui.widgets.paged import Paged
from kiosk.ui.widgets.photo import PhotoView
from kiosk.ui.widgets.progress import ProgressBar, ReadingList, ReadState
from kiosk.ui.widgets.ring import CountRing
from kiosk.ui.widgets.rooted import Rooted
from kiosk.ui.widgets.segment import Segmented
from kiosk.ui.widgets.signature import SignaturePad
from kiosk.ui.widgets.start import StartBand, StepCard
from kiosk.ui.widgets.steering import FocusRing
from kiosk.ui.widgets.stepper import NumberStepper
from kiosk.ui.widgets.strip import PageStrip, PageThumb
from kiosk.ui.widgets.ticket import CodeText, QrView, Ticket
from kiosk.ui.widgets.tiles import ListCard, Tile
from kiosk.ui.widgets.timeline import NodeState, Timeline, TimelineNode
from kiosk.ui.widgets.tools import ToolButton, Tools

__all__ = [
    "CENTRE",
    "LEFT",
    "RIGHT",
    "Air",
    "AnswerField",
    "Band",
    "Banner",
    "Bar",
    "Body",
    "Button",
    "ButtonKind",
    "CallLight",
    "CardSurface",
    "ChipTone",
    "ChoicePair",
    "Choices",
    "CodeText",
    "Column",
    "CountRing",
    "DateFault",
    "DatePart",
    "DatePicker",
    "FactBand",
    "Facts",
    "FiledLine",
    "FocusRing",
    "FoldHead",
    "Footer",
    "Grid",
    "Ground",
    "HalfKnownDatePicker",
    "HeaderBar",
    "Heading",
    "HoldButton",
    "Illustration",
    "IllustrationKind",
    "InfoBlock",
    "KnownValue",
    "Label",
    "Lead",
    "ListCard",
    "ListenBar",
    "LivePicture",
    "MendCell",
    "MissFlash",
    "NodeState",
    "Note",
    "NumberStepper",
    "OfficePlate",
    "Option",
    "OptionList",
    "PageStrip",
    "PageThumb",
    "Paged",
    "Pager",
    "Painted",
    "PaperCard",
    "PaperText",
    "PhotoView",
    "Pressable",
    "PressableBanner",
    "ProgressBar",
    "QrView",
    "Rail",
    "ReadState",
    "ReadingList",
    "Rooted",
    "Row",
    "Rule",
    "Segmented",
    "SignaturePad",
    "Stack",
    "StartBand",
    "StatusChip",
    "StepCard",
    "Ticket",
    "Tile",
    "Timeline",
    "TimelineNode",
    "Title",
    "ToolButton",
    "Tools",
    "draw_picture",
    "ground_of",
    "image_of",
    "plain",
    "ranked",
]
