"""A spreadsheet of members: from bytes to rows, from rows to what would change, from that to what changed.

`reading` (with `csv_text` and `xlsx`) knows files and no members; `planning` compares and writes nothing; `applying`
does what a plan says, in one transaction; `work` is the worker's part.
"""
