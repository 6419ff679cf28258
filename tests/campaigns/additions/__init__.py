"""A term, a figure and a study that are added while the tests run: see test_one_list_each.py."""
