"""The hardware edge. ``ports.py`` says what each device is; every port has a real driver and a simulated twin."""
