"""Factorised columns: a dictionary of distinct values and a code per row; tables made of them."""
