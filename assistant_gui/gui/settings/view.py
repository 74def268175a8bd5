"""The settings: general, models, fine-tuning."""

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.settings.general import GeneralModel
from assistant_gui.gui.settings.generalview import GeneralView
from assistant_gui.gui.settings.models import ModelsModel
from assistant_gui.gui.settings.modelsview import ModelsView
from assistant_gui.gui.settings.tuning import TuningModel
from assistant_gui.gui.settings.tuningview import TuningView
from assistant_gui.gui.theme import Space, dress


class SettingsView(QWidget):
    """Three tabs, each with its own view-model."""

    def __init__(
        self, general: GeneralModel, models: ModelsModel, tuning: TuningModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        dress(self, "page")
        self.general = GeneralView(general)
        self.models = ModelsView(models)
        self.tuning = TuningView(tuning)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_("Settings"))
        self.tabs.setDocumentMode(True)

        self.tabs.addTab(self.general, _("General"))
        self.tabs.addTab(self.models, _("Models"))
        self.tabs.addTab(self.tuning, _("Fine-tuning"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.S, 0, 0)
        layout.addWidget(self.tabs)

    def memory(self) -> tuple[int, object]:
        return self.tabs.currentIndex(), self.general.memory()

    def recall(self, memory: object) -> None:
        match memory:
            case (int(tab), general):
                self.tabs.setCurrentIndex(tab)
                self.general.recall(general)

    def show_models(self) -> None:
        self.tabs.setCurrentWidget(self.models)

    def show_tuning(self) -> None:
        self.tabs.setCurrentWidget(self.tuning)
