"""News headlines into ten topics: a small network distilled from an ensemble, and a linear n-gram model."""
