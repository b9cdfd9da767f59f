"""Getting it to the portal, however bad the line: nothing is dropped, nothing is sent twice, nobody has to touch it."""
