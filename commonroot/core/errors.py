"""The one kind of error that people may read."""


class Refused(Exception):
    """Something was asked that may not be done; the message is a sentence for the person who asked.

    Actions raise a subclass named for what is the case (`RegistrationClosed`); pages show
    `str(error)`.
    """
