"""How the finder learns: scenes without end, what is true about each, the network, the steps, the file."""
