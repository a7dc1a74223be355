"""Plain data of each noun, by the names that `schemas` spell out. What is not known is null, never an empty text."""
