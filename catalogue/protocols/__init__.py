"""The register in the protocols of other programs."""
