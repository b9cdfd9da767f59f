"""Print on paper of a strong colour: is it found, what does it weigh, is it read? ``python bench/scan_stock.py``

The same letter on white, pink, blue, yellow and green stock, and on grey recycled paper, photographed at 12 megapixels;
errors are letters that tesseract reads wrong in the file as it would be sent, rendered at 200 dpi.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from scan_sheets import error, photographed, print_of, reads, rendered, sheet

from kiosk.scan.page.document import page_of
from kiosk.scan.pdf import pdfa

STOCKS = {
    "white": (255, 255, 255),
    "recycled grey": (205, 202, 196),
    "pink": (248, 200, 212),
    "strong pink": (240, 150, 175),
    "blue": (190, 215, 242),
    "strong blue": (130, 175, 225),
    "yellow": (252, 236, 150),
    "strong yellow": (250, 215, 60),
    "green": (190, 228, 190),
}


def main() -> None:
    print("## Print on coloured stock\n")
    if not reads() or not shutil.which("pdftoppm"):
        print("tesseract with vie, or poppler, is not here: skipped\n")
        return
    with tempfile.TemporaryDirectory() as name:
        for stock, colour in STOCKS.items():
            one = sheet(1, 12, lines=30, paper=colour)
            shot = page_of(photographed(one))
            packed = pdfa.packed(shot.picture, shot.size_mm, shot.profile)
            bound = pdfa.bind([packed])
            wrong = error(one, print_of(rendered(bound, 200, Path(name))), 200)
            said = ", ".join(reason.value for reason in shot.reasons) or "good"
            kinds = f"{len(packed.stencils)} stencils, {len(packed.photos)} pictures"
            print(f"{stock:16} {len(bound) / 1000:7.1f} kB  {wrong:6.2f} %  {said:20} {kinds}", flush=True)
    print()


if __name__ == "__main__":
    main()
