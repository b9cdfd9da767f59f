"""How the finder learns: pieces drawn ahead, scenes laid from them, what is true about each, the network, the steps."""
