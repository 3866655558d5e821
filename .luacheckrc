std = "min"
max_line_length = 130
files["lua"] = { read_globals = { "vim", "jit", "ngx" } }
files["lua/resty"] = { globals = { "ngx" } } -- ngx.status and ngx.header are set
files["lua/baogao/nvim"] = { globals = { "vim" } }
files["spec"] = { std = "min+busted", read_globals = { "vim", "jit", "ngx" } }
files["rockspec"] = { std = "rockspec" }
exclude_files = { "build" }
