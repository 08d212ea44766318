"""Named entities in Chinese text: people, places and organisations.

Characters, hashed character bigrams and the words of a dictionary that match the text (`lexicon.py`) go through gated
dilated convolutions (`network.py`) into a linear-chain CRF (`crf.py`). The exported graph gives the emissions; the
transition matrix ships in the card, and Viterbi runs in the pipeline. Before that the network learns from unlabelled
text (`pretraining.py`).
"""
