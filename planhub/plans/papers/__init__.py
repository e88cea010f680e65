"""The papers of a plan: the plan book, whole for those who may read lines of money and with sums alone for others."""
