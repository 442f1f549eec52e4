"""The mail diary: what was mailed to a person, what became of it, and having it sent again."""
