"""One port, several processes: web workers, the job worker, the outbox consumer, and the one that watches them."""
