"""Who is who: organisations, their posts, who holds them, and the orders by which others act for them."""
