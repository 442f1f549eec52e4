"""Coverage-guided fuzzing of the mail reader with atheris, of the lock's group «fuzz» (Linux only):

    uv sync --group fuzz && python -m bench.fuzz_mail -max_total_time=600 CORPUS_FOLDER

A crash is an input for which the reader raises, takes more than two seconds, or loses a word.
"""

import sys
import time

import atheris

with atheris.instrument_imports(include=["inbound.reading", "screening"]):
    from inbound.reading import Outcome, read_mail
    from screening import screen

SLOWEST = 2.0


def once(data: bytes) -> None:
    start = time.process_time()
    mail = read_mail(data)
    screen("\n\n".join((mail.subject, mail.reply or "", mail.folded)))
    if time.process_time() - start > SLOWEST:
        raise TimeoutError(f"{len(data)} bytes took too long")
    if mail.outcome is Outcome.MESSAGE and mail.reply is None:
        raise AssertionError("a message without a reply")
    if mail.reason.startswith("unreadable:"):
        raise AssertionError(mail.reason)  # the last fence held, and should not have been needed


if __name__ == "__main__":
    atheris.Setup(sys.argv, once)
    atheris.Fuzz()
