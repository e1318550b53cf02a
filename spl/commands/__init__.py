"""The commands of SPL, one file each, found by listing this folder."""
