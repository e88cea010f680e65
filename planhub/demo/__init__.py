"""The demonstration world: the meeting of 9 December 2565 and what could have followed (domain.md §2.8).

Every row says where it comes from: `article`, `public`, `derived`, or `sample`. Budgets, progress, signatures,
people and everything after that day are always `sample`.
"""
