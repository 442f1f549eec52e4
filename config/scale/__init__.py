"""A large invented database, the same for the same seed: for measuring, and for trying the pages at their true size."""
