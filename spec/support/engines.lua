-- Real engines for the suite: SQLite in memory, PostgreSQL and two ClickHouse
-- servers as processes of our own on loopback, in one temporary folder, ended by
-- their own process ids.
--
-- An engine has :run(text) for a statement and :rows(text, columns) for a
-- query's rows, whose values come back in Lua's types.

local processes = require "support.shell"

local engines = {}

-- A chain of windows is a nest of joins in ClickHouse: half a minute's work on a machine that has other work, too.
local ANSWER_SECONDS = 240

local function shell(command)
  local pipe = assert(io.popen(command .. "; echo \"[$?]\"", "r"))
  local output = pipe:read("*a")
  pipe:close()
  local body, code = output:match("^(.*)%[(%d+)%]\n?$")
  return body, tonumber(code)
end

local quoted, file, slurp = processes.quote, processes.write, processes.read

engines.has = processes.has

-- Ports that nothing listens on now.
local taken = {}
local function free_port()
  local used = {}
  for _, name in ipairs { "/proc/net/tcp", "/proc/net/tcp6" } do
    for port in (slurp(name) or ""):gmatch(":(%x%x%x%x) ") do used[tonumber(port, 16)] = true end
  end
  -- a start that differs from run to run, as two suites may run at once
  local seed = tonumber((shell("echo $$"))) or 1
  for i = 0, 20000 do
    local port = 20000 + (seed * 37 + i * 7) % 12000
    if not used[port] and not taken[port] then
      taken[port] = true
      return port
    end
  end
  error("no free port")
end

--- A temporary folder.
function engines.folder()
  local path = shell("mktemp -d /tmp/baogao-engines.XXXXXX"):gsub("%s+$", "")
  assert(path ~= "", "mktemp")
  return path
end

function engines.remove(path)
  assert(path:find("^/tmp/baogao%-engines%.%w+$"), path)
  shell("rm -rf " .. quoted(path))
end

-- Starts a command in the background: its process id.
local function start(command, log)
  local output = shell(command .. " >" .. quoted(log) .. " 2>&1 </dev/null & echo $!")
  return assert(tonumber(output:match("%d+")), output)
end

local function alive(pid)
  local _, code = shell("kill -0 " .. pid .. " 2>/dev/null")
  return code == 0
end

local function stop(pid, signal)
  if not pid then return end
  shell("kill -" .. signal .. " " .. pid .. " 2>/dev/null")
  for _ = 1, 100 do
    if not alive(pid) then return end
    shell("sleep 0.1")
  end
  shell("kill -KILL " .. pid .. " 2>/dev/null")
end

-- Waits for a test to be true, at most `seconds`.
local function wait(seconds, what, test)
  for _ = 1, seconds * 10 do
    if test() then return end
    shell("sleep 0.1")
  end
  error(what .. " did not come up in " .. seconds .. " seconds", 0)
end

-- A driver's value as the column's type.
local function typed(value, kind)
  if value == nil then return nil end
  if kind == "boolean" then return value == true or value == 1 or value == "t" or value == "1" or value == 1.0 end
  if kind == "number" or kind == "integer" then
    if value == "Infinity" or value == "inf" then return math.huge end
    if value == "-Infinity" or value == "-inf" then return -math.huge end
    local number = tonumber(value)
    assert(number, "not a number: " .. tostring(value))
    -- digits without a point are a double all the same
    return kind == "number" and number + 0.0 or number
  end
  return value
end

-- Through LuaSQL, which both SQLite and PostgreSQL have.
local function luasql(environment, connection)
  local self = {}
  function self.run(_, text)
    local result, message = connection:execute(text)
    if not result then error(message .. "\n" .. text, 0) end
    if type(result) == "userdata" then result:close() end
  end
  function self.rows(_, text, columns)
    local cursor, message = connection:execute(text)
    if not cursor then error(message .. "\n" .. text, 0) end
    local rows = {}
    local row = cursor:fetch({}, "n")
    while row do
      local made = {}
      for i, c in ipairs(columns) do made[c.name] = typed(row[i], c.type) end
      rows[#rows + 1] = made
      row = cursor:fetch(row, "n")
    end
    cursor:close()
    return rows
  end
  function self.close()
    connection:close()
    environment:close()
  end
  return self
end

function engines.sqlite(path)
  local driver = require "luasql.sqlite3"
  local environment = assert(driver.sqlite3())
  local connection = assert(environment:connect(path or ":memory:"))
  return luasql(environment, connection)
end

--- Runs a script through the program sqlite3.
function engines.sqlite_script(path, script)
  local name = path .. ".sql"
  file(name, script)
  local output, code = shell("sqlite3 -batch -bail " .. quoted(path) .. " < " .. quoted(name) .. " 2>&1")
  if code ~= 0 or output ~= "" then error("sqlite3: " .. output, 0) end
end

--- PostgreSQL: a cluster in `folder`, owned by the user postgres where we are root.
function engines.postgres(folder)
  local bin = shell("ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1"):gsub("%s+$", "")
  local data, port = folder .. "/pg", free_port()
  local is_root = shell("id -u"):match("^0") ~= nil
  shell("chmod 755 " .. quoted(folder))
  file(folder .. "/pg.log", "")
  shell("mkdir " .. quoted(data))
  local as = ""
  if is_root then
    as = "runuser -u postgres -- "
    shell("chown postgres " .. quoted(data))
  end
  local output, code = shell(as .. bin .. "/initdb -D " .. quoted(data)
    .. " -U postgres -E UTF8 --locale=C.UTF-8 --auth=trust -N 2>&1")
  assert(code == 0, output)
  local command = "exec " .. as .. bin .. "/postgres -D " .. quoted(data) .. " -p " .. port
    .. " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c jit=off"
  local pid = start("sh -c " .. quoted(command), folder .. "/pg.log")
  local driver = require "luasql.postgres"
  local environment = assert(driver.postgres())
  local connection
  local ok, message = pcall(wait, 30, "PostgreSQL", function()
    assert(alive(pid), "PostgreSQL ended: " .. (slurp(folder .. "/pg.log") or ""))
    connection = environment:connect("host=127.0.0.1 port=" .. port .. " user=postgres dbname=postgres")
    return connection
  end)
  -- runuser waits for the server: the server's own id is in its folder
  local server = tonumber((shell("head -1 " .. quoted(data .. "/postmaster.pid") .. " 2>/dev/null"):match("%d+")))
  if not ok then
    stop(server or pid, "INT")
    error(message, 0)
  end
  local self = luasql(environment, connection)
  local close = self.close
  function self.close()
    close()
    stop(server or pid, "INT")
  end
  return self
end

-- ClickHouse ------------------------------------------------------------------

local SERVER = [[
<yandex>
<logger><level>warning</level><log>BASE/log/l.log</log><errorlog>BASE/log/e.log</errorlog></logger>
<http_port>HTTP</http_port><tcp_port>TCP</tcp_port><interserver_http_port>INTER</interserver_http_port>
<listen_host>127.0.0.1</listen_host><max_connections>100</max_connections>
<path>BASE/data/</path><tmp_path>BASE/tmp/</tmp_path>
<users_config>BASE/users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
<uncompressed_cache_size>0</uncompressed_cache_size><mark_cache_size>268435456</mark_cache_size>
<remote_servers><two>
<shard><replica><host>127.0.0.1</host><port>TCP1</port></replica></shard>
<shard><replica><host>127.0.0.1</host><port>TCP2</port></replica></shard>
</two></remote_servers>
</yandex>
]]
local USERS = [[
<yandex><profiles><default><max_threads>2</max_threads></default></profiles>
<users><default><password></password><networks><ip>127.0.0.1</ip></networks>
<profile>default</profile><quota>default</quota></default></users>
<quotas><default></default></quotas></yandex>
]]

local UNESCAPES = { n = "\n", t = "\t", r = "\r", b = "\b", f = "\f", ["0"] = "\0", ["'"] = "'", ["\\"] = "\\" }

-- Fields of the format TabSeparated.
local function tab_fields(line)
  local list = {}
  for field in (line .. "\t"):gmatch("([^\t]*)\t") do
    if field == "\\N" then
      list[#list + 1] = false
    else
      list[#list + 1] = (field:gsub("\\(.)", UNESCAPES))
    end
  end
  return list
end

--- Two servers with the cluster "two"; queries go to the first, or to the one named.
function engines.clickhouse(folder)
  local ports = { http = {}, tcp = {}, inter = {} }
  for i = 1, 2 do ports.http[i], ports.tcp[i], ports.inter[i] = free_port(), free_port(), free_port() end
  local pids = {}
  for i = 1, 2 do
    local base = folder .. "/ch" .. i
    shell("mkdir -p " .. quoted(base .. "/log") .. " " .. quoted(base .. "/data") .. " " .. quoted(base .. "/tmp"))
    file(base .. "/users.xml", USERS)
    file(base .. "/config.xml", (SERVER:gsub("BASE", base):gsub("TCP1", ports.tcp[1]):gsub("TCP2", ports.tcp[2])
      :gsub("HTTP", ports.http[i]):gsub("TCP", ports.tcp[i]):gsub("INTER", ports.inter[i])))
    pids[i] = start("exec clickhouse-server --config-file=" .. quoted(base .. "/config.xml"), base .. "/out")
  end
  local self = { count = 0 }
  local function address(server) return "http://127.0.0.1:" .. ports.http[server or 1] .. "/" end

  function self.close()
    for i = 1, 2 do stop(pids[i], "TERM") end
  end
  local ok, message = pcall(wait, 60, "ClickHouse", function()
    for i = 1, 2 do
      assert(alive(pids[i]), "ClickHouse ended: " .. (slurp(folder .. "/ch" .. i .. "/log/e.log") or ""))
      local output = shell("curl -s --max-time 2 " .. address(i))
      if not output:find("Ok") then return false end
    end
    return true
  end)
  if not ok then
    self.close()
    error(message, 0)
  end

  --- Sends many statements in one call of curl; answers their outputs.
  function self.send(_, texts, server)
    local config = {}
    for i, text in ipairs(texts) do
      local name = folder .. "/q" .. i
      file(name, text)
      os.remove(name .. ".out")
      if i > 1 then config[#config + 1] = "next" end
      config[#config + 1] = 'url = "' .. address(server) .. '"'
      config[#config + 1] = 'data-binary = "@' .. name .. '"'
      config[#config + 1] = 'output = "' .. name .. '.out"'
      config[#config + 1] = "silent\nshow-error\nmax-time = " .. ANSWER_SECONDS
    end
    file(folder .. "/curl.cfg", table.concat(config, "\n") .. "\n")
    local output = shell("curl -K " .. quoted(folder .. "/curl.cfg") .. " 2>&1")
    local results = {}
    for i = 1, #texts do
      results[i] = slurp(folder .. "/q" .. i .. ".out") or ("curl: " .. output)
    end
    return results
  end

  function self.run(_, text, server)
    local output = self:send({ text }, server)[1]
    if output:find("^Code: ") or output:find("^curl:") then error(output .. "\n" .. text, 0) end
    return output
  end

  function self.parse(_, output, columns)
    if output:find("^Code: ") or output:find("^curl:") or output:find("\nCode: %d+, e%.") then return nil, output end
    local rows = {}
    for line in output:gmatch("([^\n]*)\n") do
      local fields, made = tab_fields(line), {}
      for i, c in ipairs(columns) do
        if fields[i] then made[c.name] = typed(fields[i], c.type) end
      end
      rows[#rows + 1] = made
    end
    return rows
  end

  function self.rows(_, text, columns)
    local rows, fault = self:parse(self:send({ text .. "\nFORMAT TabSeparated" })[1], columns)
    if not rows then error(fault .. "\n" .. text, 0) end
    return rows
  end
  return self
end

engines.shell = shell
return engines
