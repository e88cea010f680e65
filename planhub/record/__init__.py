"""What every governed record shares: its header, its reach, its moves, its history, its lanes."""
