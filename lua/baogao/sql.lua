-- baogao.sql: the SQL side of queries under its public name (query/sql.lua).
return require "baogao.query.sql"
