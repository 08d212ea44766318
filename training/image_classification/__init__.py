"""Photos into the ten classes of CIFAR-10, from 32x32 pixels.

Network and recipe follow Keller Jordan's airbench (arXiv:2404.00498): a fixed patch-whitening convolution, groups of
3x3 convolutions without strides, label smoothing, alternating flips, cutout and a linear learning rate; Muon
(orthogonalised momentum) trains the convolutions.
"""
