"""The signing board and where the originals are."""
