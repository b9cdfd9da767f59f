"""A card with a QR code, held under the camera. It shows a code and no person."""

from __future__ import annotations

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from kiosk.resources import asset
from kiosk.scan.opencv import cv2
from kiosk.scan.picture import Frame

_CARD = (1712, 1080)  # 85.6 x 54 mm at 20 pixels a millimetre
_CODE = 600


def card_with_code(text: str, desk: Frame) -> Frame:
    """The desk with the card on it, a little askew."""
    card = np.asarray(_drawn(text), np.uint8)[:, :, ::-1]
    height, width = desk.shape[:2]
    across = width * 0.72
    down = across * _CARD[1] / _CARD[0]
    left, top = (width - across) / 2, (height - down) / 2
    target = np.array(
        [[left, top + 14], [left + across, top - 12], [left + across + 10, top + down], [left + 6, top + down + 24]],
        np.float32,
    )
    source = np.array([[0, 0], [_CARD[0], 0], [_CARD[0], _CARD[1]], [0, _CARD[1]]], np.float32)
    onto = cv2.getPerspectiveTransform(source, target)
    warped = cv2.warpPerspective(np.ascontiguousarray(card), onto, (width, height), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(_rounded(), onto, (width, height), flags=cv2.INTER_LINEAR)[:, :, None]
    shadow = cv2.GaussianBlur(np.roll(mask, (16, 10), (0, 1)), (0, 0), 14)[:, :, None]
    return np.asarray(desk * (1 - 0.45 * shadow) * (1 - mask) + warped * mask, np.uint8)


def _drawn(text: str) -> Image.Image:
    card = Image.new("RGB", _CARD, (214, 228, 226))
    draw = ImageDraw.Draw(card)
    for k in range(34):  # the fine waves of a security ground
        y = 40 + k * 32
        wave = [(x, y + 16 * np.sin(x / 130 + k * 0.5)) for x in range(0, _CARD[0] + 20, 20)]
        draw.line(wave, fill=(203, 224, 222), width=3)
    bold = ImageFont.truetype(asset("fonts", "BeVietnamPro-Bold.ttf"), 74)
    plain = ImageFont.truetype(asset("fonts", "BeVietnamPro-Medium.ttf"), 46)
    draw.text((110, 190), "THẺ MẪU", font=bold, fill=(160, 32, 40), anchor="ls")
    draw.text((110, 270), "Để trình diễn, không có thật", font=plain, fill=(70, 84, 88), anchor="ls")
    draw.rounded_rectangle((110, 420, 390, 640), 34, fill=(214, 184, 112), outline=(150, 122, 60), width=5)
    draw.line((110, 530, 390, 530), fill=(150, 122, 60), width=5)
    draw.line((250, 420, 250, 640), fill=(150, 122, 60), width=5)
    code = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode), scale=8)
    square = Image.fromarray(np.asarray(code)).resize((_CODE, _CODE), Image.Resampling.NEAREST)
    card.paste(square.point(lambda v: min(v, 236)), (_CARD[0] - _CODE - 90, _CARD[1] - _CODE - 90))
    return card


def _rounded() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    mask = Image.new("L", _CARD, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *_CARD), 64, fill=255)
    return np.asarray(np.asarray(mask, np.float32) / 255, np.float32)
