"""How the voice does, measured on virtual sound devices: ``assistant-gui bench voice``."""
