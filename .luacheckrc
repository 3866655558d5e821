std = "min"
max_line_length = 130
files["lua"] = { read_globals = { "vim", "jit", "ngx" } }
files["lua/resty"] = { globals = { "ngx" } } -- ngx.status and ngx.header are set
files["lua/baogao/nvim"] = { globals = { "vim" } }
files["spec"] = { std = "min+busted", read_globals = { "vim", "jit", "ngx" } }
files["rockspec"] = { std = "rockspec" }
exclude_files = { "build" }
files["spec/fuzz"] = { std = "min+busted", max_line_length = 180 } -- seeds and messages stand as they are
files["spec/proof"] = { std = "min+busted", read_globals = { "vim", "jit", "ngx" }, max_line_length = 180 }
