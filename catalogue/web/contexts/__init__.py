"""What each page shows: one documented, frozen dataclass a page, and the function that reads it from the store.

A template sees nothing else, so a page's docstring is the whole contract with it; a test reads the docstrings.
"""
