"""Training of the book's models: one module (or package) per model, shared parts in `common`."""
