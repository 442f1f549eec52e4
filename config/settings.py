"""Every setting of the product, read once from the environment. `.env.example` has a line for each."""

import contextlib
import sys
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# --- Which shape: one process on SQLite (embedded), or web, workers and listener on PostgreSQL and Redis (production)
MODE = env.str("MODE", "embedded")
EMBEDDED = MODE == "embedded"
DEBUG = False
DATA = Path(env.str("DATA", str(BASE_DIR / ".data"))).resolve()
if EMBEDDED:
    with contextlib.suppress(OSError):  # who cannot write there is told so by bin/run, or by the database
        DATA.mkdir(parents=True, exist_ok=True)

# The key of the embedded shape is no secret: start-up in production refuses it (config/checks.py).
EMBEDDED_KEY = "embedded-only: this key is in the source and protects nothing"
SECRET_KEY = env.str("SECRET_KEY", EMBEDDED_KEY)
TOKEN_KEYS = env.list("TOKEN_KEYS", [SECRET_KEY])
REF_KEY = env.str("REF_KEY", SECRET_KEY)
SITE_NAME = "YOT Managers’ Network"
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CONTACT_ADDRESS = env.str("CONTACT_ADDRESS", "secretariat@association.example")
DATA_CONTROLLER = env.str("DATA_CONTROLLER", "the association’s secretariat")

# --- Applications. Machina's loader takes the first app whose path ends in its label, so its apps come before ours.
INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "mptt",
    "forum.machina.forum",
    "forum.machina.forum_conversation",
    "config.apps.ConfigConfig",
    "outbox.apps.OutboxConfig",
    "audit.apps.AuditConfig",
    "accounts.apps.AccountsConfig",
    "regions.apps.RegionsConfig",
    "forum.apps.BoardsConfig",
    "meetings.apps.MeetingsConfig",
    "notifications.apps.NotificationsConfig",
    "inbound.apps.InboundConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "regions.middleware.ArrivalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.PrivatePagesMiddleware",
    "accounts.middleware.SeenMiddleware",
    "regions.rotating.RolesMiddleware",
    "regions.probing.ProbingMiddleware",
    "regions.middleware.SecretariatMiddleware",
    "config.stray_fields.StrayFieldsMiddleware",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "config.templates.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.page",
            ],
            "builtins": ["config.templatetags.words"],
        },
    }
]

# --- Database
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA / 'network.sqlite3'}")}
if sys.argv[1:2] in (["migrate"], ["grant_application_rights"]) and env.str("OWNER_DATABASE_URL", ""):
    # The tables' owner: what the product runs under may not change the audit log, so it cannot own it.
    DATABASES = {"default": env.dj_db_url("OWNER_DATABASE_URL")}
_engine = DATABASES["default"]["ENGINE"]
if _engine.endswith("sqlite3"):
    # FULL: NORMAL may lose the last commits at a power cut. IMMEDIATE: a read that turns into a write cannot deadlock.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
elif _engine.endswith("postgresql"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # after a restart of the database the pool hands out no dead line
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 0, "max_size": 20, "timeout": 10},
        # A request never holds a worker for long; a migration may take what it takes, but waits for no lock.
        "options": f"-c statement_timeout={0 if 'migrate' in sys.argv else 15000} -c lock_timeout=10000",
    }
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"  # machina's own apps expect it; ours say BigAutoField themselves

# --- Redis: the queue's bell, the live layer, the cache. Nothing in it is the truth.
REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_connect_timeout": 2, "socket_timeout": 20}]},
        }
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
QUEUE_FILE = DATA / "queue.sqlite3"

# --- Files of posts: under random names, off the web root, handed out by a view that asks for the right
FILES = DATA / "files"
CLAMD = env.str("CLAMD", "")  # unix:/run/clamav/clamd.ctl or tcp:host:3310
FILE_UPLOAD_HANDLERS = ["forum.files.uploading.BoundedUpload"]
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# --- Work: what drains which table, and what follows from an event. Dotted, so that no lower room imports a higher one.
WORK_QUEUES = {
    "events": "outbox.dispatch.drain_events",
    "inbound": "inbound.process.drain_mails",
    "deliveries": "notifications.sender.drain_deliveries",
    "imports": "regions.importing.work.drain_imports",
}
EVENT_ROUTES = "config.event_routes.ROUTES"
HOUSEKEEPING = [
    "outbox.housekeeping.forget_old_events",
    "outbox.housekeeping.gather_statistics",
    "accounts.reach.forget_old_bounces",
    "accounts.housekeeping.forget_old_doors",
    "regions.housekeeping.close_past_memberships",
    "regions.housekeeping.settle_years_that_begin",
    "regions.housekeeping.note_unpaid_places",
    "notifications.people.unpaid.remind_of_unpaid_places",
    "notifications.people.renewals.remind_of_renewals",
    "notifications.housekeeping.settle_read_notifications",
    "accounts.seals.reseal_factors",
    "regions.giving_places.take_up_leads",
    "regions.housekeeping.forget_old_applications",
    "regions.housekeeping.forget_old_confidences",
    "inbound.housekeeping.forget_old_raw_mail",
    "regions.importing.forgetting.forget_old_imports",
    "forum.files.forgetting.forget_old_files",
    "forum.asides.forget_old_asides",
    "forum.search_round.forget_old_finds",
]
# What is held about a person, room by room: gathered for them, and erased (from the last to the first).
PERSONAL_DATA = [
    "accounts.personal_data",
    "regions.personal_data",
    "forum.personal_data",
    "meetings.personal_data",
    "notifications.personal_data",
    "inbound.personal_data",
]
# Asked each quarter of an hour whether the day and the hour have come, by UK time.
TIMETABLE = [
    "config.mail_health.look_up.look_up_mail_records",
    "notifications.people.gave_up.tell_of_giving_up",
    "notifications.people.induction.send_induction_mails",
    "notifications.people.weekly_list.send_weekly_lists",
    "forum.search_round.tell_of_finds",
    "notifications.digests.send_digests",
    "forum.timetable.pass_on_matters",
    "forum.reminding.release_reminders",
    "forum.polls.closing.close_due_polls",
    "meetings.timetable.hold_past_meetings",
    "meetings.offers.pass_on_offers",
    "meetings.latecomers.invite_latecomers",
    "meetings.minutes.reminding.remind_of_actions",
]
# What a member's home asks of each room: «what needs me?», in the order in which it is shown. See forum/home_needs.py.
HOME_NEEDS = [
    "inbound.needs.held_mail",
    "inbound.needs.mail_for_secretariat",
    "forum.needs.held_post",
    "forum.needs.to_decide",
    "forum.needs.asked_region",
    "meetings.needs.asked_to_join",
    "meetings.needs.dates",
    "meetings.needs.invitation",
    "meetings.needs.minutes_to_agree",
    "meetings.needs.action_due",
    "meetings.needs.minutes_to_write",
    "meetings.needs.minutes_to_lock",
    "regions.needs.application",
    "forum.needs.reminder",
    "notifications.needs.mention",
    "forum.needs.poll",
    "forum.needs.unanswered",
]
# What else waits for the secretariat, beside what regions knows itself: (how many, of one, of many, the page).
DESK_WAITS = ["inbound.needing.letters_waiting"]
# How long a worker may hold a row before another takes it over. Sending keeps well within it: notifications/sender.py.
LEASE_SECONDS = env.int("LEASE_SECONDS", 60)
UNDO_SECONDS = env.int("UNDO_SECONDS", 0 if EMBEDDED else 300)
TOPIC_MAIL_SECONDS = env.int("TOPIC_MAIL_SECONDS", 0 if EMBEDDED else 600)  # at most one mail of a topic in this time

# --- Membership
SUBSCRIPTION_YEAR_STARTS = env.str("SUBSCRIPTION_YEAR_STARTS", "04-01")  # month and day
GRACE_DAYS = env.int("GRACE_DAYS", 60)  # after the last day that is paid for: then a place lapses
REMINDER_DAYS = [int(days) for days in env.list("REMINDER_DAYS", ["42", "14", "0"])]  # before the last day paid for

# --- Signing in: a six-digit code by email, no passwords
AUTH_USER_MODEL = "accounts.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PROTECTED_NAMES = "regions.selectors.names_of_office_holders"  # nobody else may take a name that looks like theirs
ACCOUNT_ADAPTER = "accounts.adapter.DoorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is verified by the code that is sent to it
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # the adapter writes a row that is never sent, so that both answers cost the same
MISSING_PAGES_IN_TEN_MINUTES = 60  # of one member; above it they are told to wait
# Counted by source alone: a count by address would be a weapon against its owner (docs/decisions/0016).
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/m/ip",
    "login_failed": "30/m/ip,10/15m/key",
    "join": "30/h/ip",  # a council's people share one address of the outside
    "join_code": "90/h/ip",
}
ACCOUNT_FORMS = {
    "confirm_login_code": "accounts.forms.SignInCodeForm",
    "request_login_code": "accounts.forms.AskForCodeForm",
}
SIGN_IN_LETTERS_AN_HOUR = env.int("SIGN_IN_LETTERS_AN_HOUR", 400)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone signs in, so it must ask who holds it
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_TOTP_ISSUER = SITE_NAME
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("TRUSTED_PROXY", False) else 0
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 61  # «within sixty days»: the sixtieth counts. Each day of use begins them anew
SESSION_ENGINE = "regions.arriving"  # Django's own table; the member and their standing come in the same statement

# --- Mail
MAIL_DOMAIN = env.str("MAIL_DOMAIN", "ymn.example")
MAIL_LISTEN = env.str("MAIL_LISTEN", "127.0.0.1:2525")
MAIL_LMTP = env.bool("MAIL_LMTP", False)
MAIL_MAX_BYTES = 50 * 1024 * 1024  # a file of 30 MB is refused alone, and its mail’s words are posted
# Other ways in, beside the listener: a mailbox (run_mailbox), and providers that hand mail over by a request.
IMAP_URL = env.str("IMAP_URL", "")
IMAP_DONE_FOLDER = env.str("IMAP_DONE_FOLDER", "Kept")
MAIL_HOOKS = [name for name in ("mailgun", "postmark") if name in env.list("MAIL_HOOKS", [])]
if MAIL_HOOKS:  # a mail comes whole, in one field of a form: more than other forms may carry
    MIDDLEWARE.insert(0, "inbound.hook_bodies.HookBodiesMiddleware")
ANYMAIL: dict[str, Any] = {"WEBHOOK_SECRET": env.list("MAIL_HOOK_SECRETS", [])} | (
    {"MAILGUN_WEBHOOK_SIGNING_KEY": env.str("MAILGUN_SIGNING_KEY", "")} if "mailgun" in MAIL_HOOKS else {}
)
# Whose verdict on SPF, DKIM and DMARC counts: our own edge's (RFC 8601 section 5). Empty only in the embedded shape.
MAIL_EDGE_AUTHSERV_ID = env.str("MAIL_EDGE_AUTHSERV_ID", "")
# What the files of posts may add to one mail; the others are links. Base64 makes a third more of it on the way.
MAIL_FILES_BYTES = env.int("MAIL_FILES_BYTES", 5_000_000)
MAIL_LINES = env.int("MAIL_LINES", 4)  # connections to the relay at once, of one worker's thread
SMTP_URL = env.str("SMTP_URL", "")  # empty in the embedded shape: letters go to /dev/mail/
MAIL_FROM_NAME = SITE_NAME
# Who signs our mail: the relay, or, with a key here, we ourselves (notifications/dkim). selector:file, or :base64.
DKIM_KEYS: list[str] = env.list("DKIM_KEYS", [])
DKIM_DOMAIN = env.str("DKIM_DOMAIN", "")  # MAIL_DOMAIN, if nothing is said: else a parent of it

# --- Board software (django-machina): its models, none of its pages
MACHINA_MARKUP_LANGUAGE: tuple[str, dict[str, str]] = ("forum.markup.render", {})
MACHINA_MARKUP_WIDGET = None

# --- Web
SECURE = SITE_URL.startswith("https://")
if env.bool("TRUSTED_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
BROWSER_COOKIE_NAME = "__Host-browser" if SECURE else "browser"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(SITE_URL))]
CSRF_FAILURE_VIEW = "config.errors.stale_page"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer a browser sends «Origin: null», and every form is refused
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # a five-megabyte post is answered with a sentence, not cut off
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "frame-src": ["'self'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = EMBEDDED
if EMBEDDED:  # served from the source: there is no collected folder, and none is missed
    warnings.filterwarnings("ignore", message="No directory at", module="django.core.handlers.base")
WHITENOISE_AUTOREFRESH = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"  # rule 7: dates are UK dates
USE_TZ = True

# --- Logs: one JSON object a line; ids, never contents or addresses
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.formatter"}},
    "filters": {"said_once": {"()": "notifications.live.away.SaidOnce"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "huey": {"level": "WARNING"},
        "mail.log": {"level": "WARNING"},
        "daphne": {"level": "WARNING"},
        "asyncio": {"level": "WARNING"},
        "channels_redis.pubsub": {"filters": ["said_once"]},
    },
}
