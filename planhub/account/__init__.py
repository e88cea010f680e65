"""Signing in and out, one's own posts and sessions."""
