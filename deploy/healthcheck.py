"""`python deploy/healthcheck.py web` (or `listener`) ends with 0 if that process of this container answers."""

import http.client
import os
import smtplib
import sys


def web() -> None:
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
    connection.request("GET", "/health/", headers={"Host": os.environ["ALLOWED_HOSTS"].split(",")[0]})
    status = connection.getresponse().status
    if status != 200:
        sys.exit(f"/health/ answered {status}")


def listener() -> None:
    lmtp = os.environ.get("MAIL_LMTP", "").lower() in ("true", "1", "yes", "on")
    door = smtplib.LMTP if lmtp else smtplib.SMTP
    with door("127.0.0.1", 2525, timeout=4) as connection:
        connection.noop()


if __name__ == "__main__":
    {"web": web, "listener": listener}[sys.argv[1]]()
