"""What is kept of a network after every epoch, and for how long."""
