"""Joint meetings: committees, agendas, resolutions, assignments, frozen figures and the papers made from them."""
