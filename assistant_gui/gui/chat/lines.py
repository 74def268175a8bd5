"""Which line of the conversation list stands where: pinned ones, folders, then by the day of the last change."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, IntEnum, auto

from assistant_gui.core.conversation import Conversation, Folder
from assistant_gui.core.filing import KEPT_IN_TRASH_S
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _


class Place(Enum):
    """Which conversations are listed."""

    LIST = auto()
    ARCHIVE = auto()
    TRASH = auto()


class Group(IntEnum):
    """In the order of the list."""

    PINNED = 0
    FOLDER = 1
    TODAY = 2
    YESTERDAY = 3
    WEEK = 4
    OLDER = 5
    ALL = 6
    """In the archive and in the trash there is only one, without a heading."""


HEADINGS = {
    Group.PINNED: N_("Pinned"),
    Group.TODAY: N_("Today"),
    Group.YESTERDAY: N_("Yesterday"),
    Group.WEEK: N_("Previous 7 days"),
    Group.OLDER: N_("Older"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    group: Group


@dataclass(frozen=True, slots=True)
class FolderLine:
    folder: Folder
    count: int
    is_open: bool


_DAY_S = 24 * 3600.0

Line = Heading | FolderLine | Conversation

Section = tuple[int, int, str]
"""Group, then position and id of a folder."""
Key = tuple[int, int, str, int, float, str]
"""Its section; 0 for the head of the section and 1 for what is in it; then what sorts within."""


class Days:
    """Where today, yesterday and the last week begin, in seconds since the epoch."""

    def __init__(self, now: float) -> None:
        day = datetime.fromtimestamp(now).date()
        self.starts = [_midnight(day - timedelta(days=back)) for back in (0, 1, 7)]
        self.ends = _midnight(day + timedelta(days=1))

    def group(self, when: float) -> Group:
        today, yesterday, week = self.starts
        if when < week:
            return Group.OLDER
        if when >= today:
            return Group.TODAY
        return Group.YESTERDAY if when >= yesterday else Group.WEEK


def place_of(conversation: Conversation) -> Place:
    if conversation.trashed is not None:
        return Place.TRASH
    return Place.LIST if conversation.archived is None else Place.ARCHIVE


def section_of(conversation: Conversation, folders: dict[str, Folder], days: Days, place: Place) -> Section:
    """Where *conversation* stands in *place*, in which it is; a folder that is not known is none."""
    if place is not Place.LIST:
        return (Group.ALL, 0, "")
    if conversation.pinned is not None:
        return (Group.PINNED, 0, "")
    folder = folders.get(conversation.folder) if conversation.folder is not None else None
    if folder is not None:
        return section_of_folder(folder)
    return (days.group(conversation.changed), 0, "")


def section_of_folder(folder: Folder) -> Section:
    return (Group.FOLDER, folder.position, folder.id)


def head_key(section: Section) -> Key:
    return (*section, 0, 0.0, "")


def key_of(conversation: Conversation, section: Section) -> Key:
    """The newest first: the newest change, pin, or whatever brought it to its place."""
    when = conversation.pinned if section[0] == Group.PINNED else conversation.changed
    if section[0] == Group.ALL:
        when = conversation.trashed or conversation.archived
    return (*section, 1, -(when or 0.0), conversation.id)


def title_of(conversation: Conversation) -> str:
    """Its title on one line, or what stands for none."""
    return " ".join(conversation.title.split()) or _("New chat")


def days_left(conversation: Conversation, now: float) -> int:
    """Until it is deleted for good, at least 0; only for one that is in the trash."""
    return max(0, math.ceil(((conversation.trashed or 0.0) + KEPT_IN_TRASH_S - now) / _DAY_S))


def words_of(line: Line) -> str:
    """As it is read on screen."""
    match line:
        case Heading(group=group):
            return _(HEADINGS[group])
        case FolderLine(folder=folder):
            return folder.name
        case Conversation():
            return title_of(line)


def spoken_words_of(line: Line) -> str:
    """As a screen reader says it."""
    if isinstance(line, FolderLine):
        state = N_("Folder {name}, open, conversations: {count}")
        words = _(state if line.is_open else N_("Folder {name}, closed, conversations: {count}"))
        return words.format(name=line.folder.name, count=line.count)
    return words_of(line)


def _midnight(day: date) -> float:
    return datetime.combine(day, time()).timestamp()
