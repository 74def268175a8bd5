"""The command line and the roles, each started by its module's name."""

import importlib
import sys

ROLES = ("audio", "engine", "reader", "tuner")


def main() -> int:
    name, *arguments = sys.argv[1:] or [""]
    if name not in ROLES:
        sys.stderr.write("usage: python -m assistant_gui audio|engine|reader|tuner\n")
        return 2
    sys.argv[1:] = arguments
    importlib.import_module(f"assistant_gui.{name}.role").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
