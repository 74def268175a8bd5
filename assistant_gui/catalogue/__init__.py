"""Which models there are, what fits this machine, downloads and verification."""

from assistant_gui.catalogue.catalogue import Catalogue

__all__ = ["Catalogue"]
