"""Handwritten Chinese numerals: fifteen classes, pictures of 64x64 pixels.

A small residual network on pictures that are cropped, scaled and centred first (`preparation.py`, mirrored by
src/demos/handwriting/pipeline.ts). Readers draw with mouse or finger while the data are scans of pen on paper: half
of the training pictures are therefore redrawn, the skeleton of the scan traced with a round brush of random width
(`skeletons.py`, `augmentation.py`). Scribbles with uniform targets teach the network to be unsure.
"""
