"""The command line and the roles, each started by its module's name; with no arguments the window opens."""

import importlib
import logging
import sys
from collections.abc import Sequence

ROLES = ("audio", "engine", "reader", "tuner")


def main() -> int:
    arguments = sys.argv[1:]
    if arguments and arguments[0] in ROLES:
        sys.argv[1:] = arguments[1:]
        importlib.import_module(f"assistant_gui.{arguments[0]}.role").main()
        return 0
    return command(arguments)


def command(arguments: Sequence[str]) -> int:
    """Run a command, or open the window when none is named; the exit code."""
    from assistant_gui.cli.parser import parser
    from assistant_gui.core.errors import AssistantError
    from assistant_gui.core.language import translated as _
    from assistant_gui.session.assistant import something_broke

    _speak(arguments)
    parsed = parser().parse_args(arguments)
    try:
        if parsed.command:
            from assistant_gui.running import run_command

            return run_command(parsed, list(arguments))
        from assistant_gui.displays import can_show_a_window

        if not can_show_a_window():
            sys.stderr.write(_("There is no display here, so the assistant opens in the terminal.") + "\n")
            return command([*arguments, "chat"])
        from assistant_gui.opening import open_window

        return open_window(parsed.profile)
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception:  # a bug: logged whole, told in one sentence
        logging.getLogger(__name__).exception("the program broke")
        sys.stderr.write(f"{something_broke()}\n")
        return 1


def _speak(arguments: Sequence[str]) -> None:
    """Speak the language of the profile before anything is said, help included."""
    from assistant_gui import languages
    from assistant_gui.cli.parser import profile_named
    from assistant_gui.paths import Profile, usual_profile
    from assistant_gui.store.preferences import glimpse

    folder = profile_named(arguments) or usual_profile()
    languages.speak(glimpse(Profile(folder).settings).looks.language)


if __name__ == "__main__":
    sys.exit(main())
