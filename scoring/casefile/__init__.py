"""The one bridge: database rows <-> case <-> JSON document."""
