"""The commands, one file each; `coopcouncil/__main__.py` lists them."""
