"""What the command ``inspect`` writes: ``<stem>.<method>.npy``, ``.png`` and ``.json``."""
