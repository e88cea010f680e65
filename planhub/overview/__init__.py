"""Read-only pictures over all features: where agencies overlap, and everything about one province."""
