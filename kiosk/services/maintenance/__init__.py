"""What a technician does at the machine, for the maintenance screens and for commands: plain data in and out."""
