"""Who may do what. People sign in with a password or through a provider, programs show a bearer token.

Of passwords a hash is kept, of secrets and tokens their SHA-256, and nothing else.
"""
