"""What every model's training shares: paths, settings, runs, metrics, quantisation, evaluation, cards."""
