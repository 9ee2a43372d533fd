-- PostgreSQL keeps the lines of a table apart from its indexes from the beginning: nothing to do.
SELECT 1;
