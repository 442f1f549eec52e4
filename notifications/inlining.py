"""Styles into the elements: many mail programs drop a style sheet."""

import css_inline

_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True, keep_at_rules=True)


def inlined(html: str) -> str:
    return _inliner.inline(html)
