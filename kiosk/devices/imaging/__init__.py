"""Everything that works on pixels, behind one port: in this process for the tests, in a confined worker for a kiosk."""
