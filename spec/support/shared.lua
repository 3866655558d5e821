-- shared.lua: texts that lie beside the project and are no part of it. Where they are absent, a spec says so by `pending`.

local M = {}

M.FOLDER = "../shared"

---The text of a file under that folder, nil where it is absent.
function M.text(path)
  local file = io.open(M.FOLDER .. "/" .. path, "rb")
  if not file then return nil end
  local text = file:read "*a"
  file:close()
  return text
end

---Paths of the corpus' documents whose names match the pattern, sorted; empty where it is absent.
function M.documents(pattern)
  local names = {}
  local pipe = io.popen("ls " .. M.FOLDER .. "/corpus 2>/dev/null")
  for name in pipe:lines() do
    if name:find "%.txt$" and name:find(pattern or "") then names[#names + 1] = "corpus/" .. name end
  end
  pipe:close()
  table.sort(names)
  return names
end

return M
