"""A check box that looks like the switch it is: something goes on while it is on."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from assistant_gui.gui.theme import Space, colours

TRACK = QSize(38, 22)


class Switch(QCheckBox):
    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        words = self.fontMetrics().horizontalAdvance(self.text())
        height = max(TRACK.height(), self.fontMetrics().height()) + Space.S
        return QSize(TRACK.width() + Space.S + words + Space.XS, height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:  # noqa: N802 - Qt's name
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = colours()
        track = QRectF(2, (self.height() - TRACK.height()) / 2, TRACK.width() - 2, TRACK.height())
        radius = track.height() / 2
        painter.setPen(Qt.PenStyle.NoPen if self.isChecked() else QPen(QColor(now.edge), 1))
        painter.setBrush(QColor(now.accent if self.isChecked() else now.surface))
        painter.drawRoundedRect(track, radius, radius)
        knob = QPointF(track.right() - radius if self.isChecked() else track.left() + radius, track.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.on_accent if self.isChecked() else now.edge))
        painter.drawEllipse(knob, radius - 4, radius - 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.text), 1.5))
            painter.drawRoundedRect(track.adjusted(-1.5, -1.5, 1.5, 1.5), radius + 1.5, radius + 1.5)
        painter.setPen(QColor(now.text if self.isEnabled() else now.edge))
        words = QRectF(track.right() + Space.S, 0, self.width() - track.right() - Space.S, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
