"""Named entities in Chinese text: people, places and organisations.

Characters and hashed character bigrams go through gated dilated convolutions (`network.py`) into a linear-chain CRF
(`crf.py`). The exported graph gives the emissions; the transition matrix ships in the card, and Viterbi runs in the
pipeline. Before that the network learns from unlabelled text (`pretraining.py`), so that 350,000 words are known
without a dictionary in the browser.
"""
