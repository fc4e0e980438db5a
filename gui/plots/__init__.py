"""Plots: arrays in, picture out.

A plot knows arrays, colours and axes; it has never heard of a session or a network.
"""

import pyqtgraph

# Said once, before any plot is made. Rows are y and columns x, as everywhere in the program;
# antialiasing is chosen item by item, because on wide live curves it costs more than a frame.
pyqtgraph.setConfigOptions(imageAxisOrder="row-major", antialias=False)
