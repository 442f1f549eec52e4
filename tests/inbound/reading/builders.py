"""Small mails for tests, written as a person would read them."""

from pathlib import Path

from inbound.reading import ReadMail, read_mail

MAILS = Path(__file__).parent / "mails"
HEADER = "RE: [London] Rota"


def a_mail(
    body: str | bytes,
    *,
    sender: str = "Dana Okoro <dana.okoro@mereford.example>",
    subject: str = HEADER,
    content_type: str = "text/plain; charset=utf-8",
    extra: str = "",
) -> bytes:
    head = f"From: {sender}\r\nTo: reply+x@forum.example\r\nSubject: {subject}\r\n{extra}MIME-Version: 1.0\r\nContent-Type: {content_type}\r\n\r\n"
    return head.encode() + (body if isinstance(body, bytes) else body.encode())


def read(body: str | bytes, **fields: str) -> ReadMail:
    return read_mail(a_mail(body, **fields))  # type: ignore[arg-type]


def read_html(body: str, **fields: str) -> ReadMail:
    return read(body, content_type="text/html; charset=utf-8", **fields)


def from_file(name: str) -> ReadMail:
    return read_mail((MAILS / name).read_bytes())


def with_file(name: str, content_type: str, content: bytes, *, disposition: str = "attachment") -> bytes:
    return a_mail(
        b"--B\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n--B\r\n"
        + f'Content-Type: {content_type}\r\nContent-Disposition: {disposition}; filename="{name}"\r\n\r\n'.encode()
        + content
        + b"\r\n--B--\r\n",
        content_type="multipart/mixed; boundary=B",
    )
