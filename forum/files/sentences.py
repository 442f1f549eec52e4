"""Why a file is not taken, as its owner reads it: what is wrong, and what to do."""

from forum.files.kinds import MOST_BYTES, MOST_FILES, Why

_MB = MOST_BYTES // (1024 * 1024)
SENTENCES = {
    Why.TOO_LARGE: f"is larger than {_MB} MB, which is the most for one file.",
    Why.TOO_MANY: f"is one too many: a post carries {MOST_FILES} files at the most.",
    Why.EMPTY: "is empty.",
    Why.PROGRAM: "is a program, and programs are not taken.",
    Why.INFECTED: "was found to be infected, and was not kept. Tell your council’s IT service.",
    Why.NOT_CHECKED: "could not be checked just now. Try it again in a few minutes.",
    Why.UNKNOWN_KIND: (
        "is of a kind that is not taken. Send it as a PDF, an Office or OpenDocument file, a picture, text or CSV."
    ),
    Why.OLD_OFFICE: "is in the old Office format. Save it as .docx, .pptx or .xlsx, and send that.",
    Why.PHONE_PICTURE: "is a picture in a format that few can open. Save it as JPEG, and send that.",
    Why.WEB_PAGE: "is a web page or drawing with code in it. Save it as a PDF, and send that.",
    Why.ARCHIVE: "is an archive. Send the files that are in it one by one.",
    Why.MACROS: "has macros or programs in it. Save it without them, as .docx, .pptx, .xlsx or PDF, and send that.",
    Why.PASSWORD: (
        "is protected by a password, so nobody could look whether a child is described in it. Send it without."
    ),
    Why.BROKEN: "could not be read: it may be damaged. Save it anew, or as a PDF, and send that.",
    Why.BOMB: "unpacks to far more than a document should. Save it anew, or as a PDF, and send that.",
    Why.TOO_MANY_PIXELS: "has too many pixels. Make the picture smaller, to 50 megapixels at the most.",
    Why.TOO_SLOW: "took too long to look through. Send it in parts, or only the pages that matter.",
}


def sentence(name: str, why: str) -> str:
    return f"“{name}” {SENTENCES[Why(why)]}"
