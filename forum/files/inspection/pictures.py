"""Pictures drawn anew: what is kept has the same look, and no place, device, name or hidden second file in it."""

from io import BytesIO

from PIL import Image, ImageOps

from forum.files.kinds import MOST_PIXELS, Kind, NotTaken, Why

LONGEST_SIDE, PREVIEW_SIDE = 2560, 480
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
Image.MAX_IMAGE_PIXELS = None  # counted below, before a pixel is decoded


def redrawn(content: bytes) -> tuple[Kind, bytes, bytes, tuple[int, int]]:
    """(kind, picture, preview, size of the preview)."""
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise NotTaken(Why.TOO_MANY_PIXELS)
        kind = Kind.JPEG if opened.format == "JPEG" else Kind.PNG
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded no larger than it is kept
        opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
    picture = _plain(upright, kind)
    small = picture.copy()
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return kind, _saved(picture, kind), _saved(small, kind), small.size


def _plain(picture: Image.Image, kind: Kind) -> Image.Image:
    """The pixels alone, in a new picture."""
    clear = kind is Kind.PNG and ("A" in picture.getbands() or "transparency" in picture.info)
    mode = "RGBA" if clear else "L" if picture.mode in ("1", "L") else "RGB"
    pixels = picture.convert(mode)
    new = Image.new(mode, pixels.size)
    new.paste(pixels)
    return new


def _saved(picture: Image.Image, kind: Kind) -> bytes:
    out = BytesIO()
    if kind is Kind.JPEG:
        picture.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    else:
        picture.save(out, "PNG", optimize=picture.width * picture.height < 2_000_000)
    return out.getvalue()
