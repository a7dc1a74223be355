"""Who may do what. Programs show a bearer token; the register keeps nothing of it but its SHA-256."""
