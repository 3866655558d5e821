-- Limits of the query language and its chains, each with its reason. Text may
-- come from a request, so every one is checked before the work that it bounds.

return {
  -- bytes of one filter or expression: a long hand-written filter has 2 KB
  TEXT_BYTES = 65536,
  -- nesting of parentheses, not, minus and functions, and depth of the tree made:
  -- the engines behind recurse over it, SQLite stops at 1000 with our wrapping
  DEPTH = 100,
  -- nodes of one tree: the longest `or` of comparisons that is still a filter
  NODES = 8192,
  -- members of one in (...), after $lists are filled in
  LIST = 1000,
  -- named parameters of one text
  PARAMETERS = 100,
  -- digits of a number as written: beyond these a double keeps nothing
  DIGITS = 40,
  -- steps of one chain, columns named in one step, columns that a pivot may make
  STEPS = 200,
  COLUMNS = 1000,
  -- bound values of one statement: SQLite takes 32766 (PostgreSQL 65535)
  BOUND_VALUES = 30000,
}
