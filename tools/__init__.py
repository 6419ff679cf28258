"""Development programs; none is part of what is served."""
