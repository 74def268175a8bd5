"""Bytes of a foreign picture -> an image that is no larger than wanted; never by a path."""

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from assistant_gui.core.attached import picture_media

MOST_PIXELS = 100_000_000
MOST_MEGABYTES = 256
"""That decoding may take."""


def picture(content: bytes, most: QSize) -> QImage:
    """Decoded and scaled into *most*; null when it cannot be, or is unreasonably large. From any thread."""
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    media = picture_media(content)
    reader = QImageReader(buffer, QByteArray(media.removeprefix("image/").encode()))
    reader.setAutoDetectImageFormat(False)  # a drawing (SVG) could ask for other files
    reader.setAutoTransform(True)
    size = reader.size() if media else QSize()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return QImage()
    if size.width() > most.width() or size.height() > most.height():
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    return reader.read()
