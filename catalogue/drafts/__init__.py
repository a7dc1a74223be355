"""Releases in preparation: opened, edited, judged, sealed by a second person. Nothing of them is public before."""
