"""What the parties promised: register, fulfilment, health and timeline."""
