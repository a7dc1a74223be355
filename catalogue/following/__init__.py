"""Following the catalogue: what changed in words, and as an Atom feed."""
