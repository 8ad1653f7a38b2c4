"""The one kind of error that is shown to a person."""


class UserError(Exception):
    """Something the user can fix, told in three parts: what failed, what was received, what to do.

    Example:
        >>> str(UserError("Cannot read labels. Received: a.csv, line 3, without a class.", "Add the class."))
        'Cannot read labels. Received: a.csv, line 3, without a class. Add the class.'

    Attributes:
        message: what failed, with "Received: ..." where a value was wrong.
        hint: what to do next, a full sentence.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        self.hint = hint
