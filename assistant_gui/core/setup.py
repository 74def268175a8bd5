"""What a check of the microphone and the speaker found, in figures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SetupChecked:
    """Our own sound was played and listened to. Levels are root mean squares in dB below full scale."""

    heard: bool
    """The microphone heard it; if not, the delay and the echo mean nothing."""
    delay: float
    """Seconds from handing sound to the speaker to having it back from the microphone."""
    noise_dbfs: float
    """The room, before anything was played."""
    echo_dbfs: float
    """What the microphone heard of the speaker."""
    left_dbfs: float
    """What was left of it after echo cancelling, once that had learnt the room."""
    clipped: float
    """The part of the microphone's samples, 0 to 1, that were as loud as can be."""
    cancelling: bool
    """There is an echo canceller on this machine."""

    @property
    def removed_db(self) -> float:
        """How much quieter the echo is made."""
        return self.echo_dbfs - self.left_dbfs
