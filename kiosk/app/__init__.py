"""The composition root: services built and closed, the window, the demo, the launch."""
