"""The officer's counter on the kiosk's own screen: Qt's tables and entries under the house's tokens."""
