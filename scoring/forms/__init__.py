"""Forms of setting up: what procurement may enter, checked before anything is saved."""
