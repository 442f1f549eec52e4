"""The name of a meeting's stream: who sees the meeting hears it, and nobody else."""


def meeting_stream(meeting_id: int) -> str:
    return f"meeting:{meeting_id}"
