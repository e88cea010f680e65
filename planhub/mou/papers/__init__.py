"""What is printed of an MOU: the text, status, register, cover memos, Word and the archive."""
