"""Packed logs: gzip, bzip2, xz, zstd, zip and tar, read as streams; nothing is put on a disk."""
