"""Why an action could not do what was asked, for the form that asked: not a question of rights."""


class Problem(Exception):
    """One sentence, beside the field that it is about; with no field, above the form."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field or None, sentence
