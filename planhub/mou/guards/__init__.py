"""The conditions of the moves of an MOU, each with the sentence that says what is missing."""
