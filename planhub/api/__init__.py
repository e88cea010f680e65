"""The JSON API, derived from the same declarations as the screens (contract.md §3)."""
