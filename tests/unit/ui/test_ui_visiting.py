"""What a visit has in hand."""

from kiosk.domain.paper import ScannedDocument
from kiosk.domain.procedure import RequiredDocument
from kiosk.ui.visiting import PaperInHand, Visit


def test_a_paper_is_either_sent_or_brought_later_never_both():
    document = RequiredDocument("giay_chung_sinh", {"vi": "Giấy chứng sinh"}, {})
    visit = Visit(papers=[PaperInHand(document, scan=ScannedDocument(b"%PDF-", "00", 1))])
    assert len(visit.for_the_desk()) == 1 and visit.brought_later() == ()
    visit.papers[0].good = False
    assert not visit.for_the_desk()[0].good, "the desk hears that the picture was kept against advice"
    visit.papers[0].bring_later()
    assert visit.for_the_desk() == () and visit.brought_later() == ("giay_chung_sinh",)
    assert visit.next_missing() is None
