"""The pack of a meeting: figures read, written down, frozen, drawn as a paper, and built in the background."""
