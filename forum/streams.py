"""The names of streams: a board is the unit of reading, so it is the unit of sequence."""


def board_stream(board_id: int | str) -> str:
    return f"board:{board_id}"
