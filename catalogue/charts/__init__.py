"""Pictures of figures, drawn here and not in the browser."""
