"""Refusing to start when the settings are not fit for it."""

import sys

from django.core.checks import ERROR, run_checks

from config.checks import log_is_out_of_reach


def run_startup_checks() -> None:
    """Exit with a sentence for each thing that is wrong, or do nothing."""
    problems = [problem for problem in [*run_checks(), *log_is_out_of_reach()] if problem.level >= ERROR]
    if problems:
        sys.exit("\n".join(f"{problem.id}: {problem.msg}" for problem in problems))
