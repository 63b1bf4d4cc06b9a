"""The one exception that solieu raises for input it cannot use."""


class SolieuError(Exception):
    """Input, configuration or a checkpoint that cannot be used.

    The message is one sentence for the person at the keyboard: it names the file, line or field,
    says what was expected and what to do. The command line prints it without a traceback.
    """
