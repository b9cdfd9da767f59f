"""Qt. Screens render and emit; they never fetch, never decide."""

from kiosk.ui.pyside_features import leave_sources_unread

leave_sources_unread()
