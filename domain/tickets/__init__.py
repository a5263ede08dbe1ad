"""What a ticket is made of; the whole of it is `domain.ticket.Ticket`."""
