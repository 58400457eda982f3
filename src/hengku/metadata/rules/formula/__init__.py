"""The formula language: text -> typed tree -> value. One grammar and one table of functions; the tree is also run by the database
and by the pages, which never parse. No attribute access, no loops, no assignment, no `eval`."""
