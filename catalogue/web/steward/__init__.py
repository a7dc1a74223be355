"""Pages of those who sign in. Nothing of them is public, kept or shared."""
