"""How an act says no: with a sentence for the person who tried."""


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """The act is not possible now; the message is for the person who tried."""


class Locked(Refused):
    """The sheet takes no more marks."""


class Outdated(Refused):
    """What was to be changed has changed since it was read; `version` is the one that it has now."""

    def __init__(self, sentence: str, *, version: int) -> None:
        super().__init__(sentence)
        self.version = version
