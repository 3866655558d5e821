-- masks.lua: what of a Markdown, LaTeX or Typst paragraph is no prose: code, addresses, comments, commands' arguments.
--
-- A masked byte becomes DEL, which no figure holds and which parts clauses; no byte moves, so positions stay those of the
-- draft. What begins in one paragraph and ends in another (a fence, a verbatim environment) is a state that one paragraph
-- hands to the next.

local M = {}

local function blank(text, first, last)
  return text:sub(1, first - 1) .. ("\127"):rep(last - first + 1) .. text:sub(last + 1)
end

-- Blanks every match of the pattern, or of its capture `()…()`.
local function blank_all(text, pattern)
  local from = 1
  while true do
    local first, last, inner_first, inner_stop = text:find(pattern, from)
    if not first then return text end
    if type(inner_first) == "number" and type(inner_stop) == "number" then
      if inner_stop > inner_first then text = blank(text, inner_first, inner_stop - 1) end
    else
      text = blank(text, first, last)
    end
    from = last + 1
  end
end

-- Marks of Chinese prose, which no address runs over.
local PROSE = { "，", "。", "；", "、", "：", "！", "？", "（", "）", "《", "》", "“", "”", "「", "」", "　" }

-- An address; where it stops at a mark that something must follow (/ = ? & #), the Chinese letters behind are its own.
local function links(text)
  local from = 1
  while true do
    local first, last = text:find("%a[%w+.-]*://[%w%-._~:/?#%[%]@!$&'()*+,;=%%]+", from)
    if not first then return text end
    if text:find("^[/=?&#%-_+]", last) and text:find("^[\227-\233]", last + 1) then
      local stop = (text:find("[%s`\"'<>|]", last + 1) or #text + 1) - 1
      for _, mark in ipairs(PROSE) do
        local at = text:find(mark, last + 1, true)
        if at and at - 1 < stop then stop = at - 1 end
      end
      last = math.max(last, stop)
    end
    text = blank(text, first, last)
    from = last + 1
  end
end

local function addresses(text)
  if text:find("://", 1, true) then text = links(text) end
  if text:find("www.", 1, true) then text = blank_all(text, "www%.[%w%-._~:/?#@!$&'()*+,;=%%]+") end
  if text:find("@", 1, true) then text = blank_all(text, "[%w._%-]+@[%w.%-]+%.%a+") end
  return text
end

-- Code between runs of backticks of equal length; one that is not closed is text.
local function backticks(text)
  local from = 1
  while true do
    local first, last = text:find("`+", from)
    if not first then return text end
    local run = text:sub(first, last)
    local close, search = nil, last + 1
    while true do
      local a, b = text:find("`+", search)
      if not a then break end
      if b - a == last - first then close = b break end
      search = b + 1
    end
    if close then
      text = blank(text, first, close)
      from = close + 1
    else
      from = first + #run
    end
  end
end

local plain = {}
function plain.mask(text, state) return addresses(text), state end

local markdown = {}

-- state: nil, or { fence = "```" }, { front = true }, { comment = true }
function markdown.mask(text, state, first_of_file)
  if state and state.front then
    local closed = text:find("^%-%-%-%s*$") or text:find("\n%-%-%-%s*$") or text:find("^%.%.%.%s*$")
    return blank(text, 1, #text), not closed and state or nil
  end
  if first_of_file and text:find("^%-%-%-%s*$") then return blank(text, 1, #text), { front = true } end
  if state and state.fence then
    local mark = text:match("^%s*(" .. state.fence:sub(1, 1) .. "+)%s*$")
    if mark and #mark >= #state.fence then return blank(text, 1, #text), nil end
    return blank(text, 1, #text), state
  end
  if state and state.comment then
    local _, stop = text:find("-->", 1, true)
    if not stop then return blank(text, 1, #text), state end
    text, state = blank(text, 1, stop), nil
  end
  local fence = text:match("^[%s>]*(```+)[^`]*$") or text:match("^[%s>]*(~~~+)")
  if fence then return blank(text, 1, #text), { fence = fence } end
  if text:find("^    ") and not text:find("^    [%s]*[%-*+%d]") or text:find("^\t") then return blank(text, 1, #text), state end
  text = backticks(text)
  text = blank_all(text, "<!%-%-.-%-%->")
  local open = text:find("<!--", 1, true)
  if open then text, state = blank(text, open, #text), { comment = true } end
  text = blank_all(text, "%]()%b()()")
  text = blank_all(text, "^%s*%[[^%]]+%]:%s*()%S+()")
  text = blank_all(text, "</?%a[^>\n]*>")
  return addresses(text), state
end

local latex = {}
local VERBATIM = { verbatim = true, Verbatim = true, lstlisting = true, minted = true, comment = true, filecontents = true,
  tikzpicture = true, alltt = true }

-- Commands whose arguments are names, lengths or addresses.
local COMMANDS = { "label", "ref", "pageref", "eqref", "cite", "citep", "citet", "url", "includegraphics", "input", "include",
  "vspace", "hspace", "usepackage", "documentclass", "bibliography", "bibliographystyle", "setlength", "setcounter",
  "addtocounter", "hypersetup", "geometry", "lstinline", "fontsize", "linespread", "definecolor", "color", "textcolor",
  "rule", "pagestyle", "begin", "end" }
local IS_COMMAND = {}
for _, name in ipairs(COMMANDS) do IS_COMMAND[name] = true end

-- One command's optional and bracketed arguments from `at` on: where they end.
local function arguments_end(text, at)
  local stop = at - 1
  while true do
    local _, last = text:find("^%s*%b[]", stop + 1)
    if not last then _, last = text:find("^%s*%b{}", stop + 1) end
    if not last then return stop end
    stop = last
  end
end

function latex.mask(text, state)
  if state and state.environment then
    local _, stop = text:find("\\end{" .. state.environment, 1, true)
    if not stop then return blank(text, 1, #text), state end
    text, state = blank(text, 1, stop), nil
  end
  -- comments: from % to the end of the line, \% excepted
  local from = 1
  while true do
    local at = text:find("%", from, true)
    if not at then break end
    local slashes = text:sub(1, at - 1):match("\\*$")
    if #slashes % 2 == 0 then
      local stop = text:find("\n", at, true) or #text + 1
      text = blank(text, at, stop - 1)
      from = stop
    else
      -- \% is a percent sign: without its backslash it stands at its figure
      text = text:sub(1, at - 2) .. " %" .. text:sub(at + 1)
      from = at + 1
    end
  end
  text = text:gsub("\\verb%*?([^%a%s])(.-)%1", function(mark, inside)
    return ("\127"):rep(#inside + 2 * #mark + 5)
  end)
  local begin, _, name = text:find("\\begin{(%a+)%*?}")
  while begin do
    if VERBATIM[name] then
      local _, stop = text:find("\\end{" .. name, begin, true)
      if not stop then
        text, state = blank(text, begin, #text), { environment = name }
        break
      end
      text = blank(text, begin, stop)
    end
    begin, _, name = text:find("\\begin{(%a+)%*?}", begin + 1)
  end
  from = 1
  while true do
    local first, last, command = text:find("\\(%a+)%*?", from)
    if not first then break end
    local stop = last
    if IS_COMMAND[command] then
      stop = arguments_end(text, last + 1)
    elseif command == "href" then
      local _, one = text:find("^%s*%b{}", last + 1)
      stop = one or last
    end
    text = blank(text, first, math.max(stop, last))
    from = last + 1
  end
  text = text:gsub("[{}$]", " ")
  return addresses(text), state
end

local typst = {}

-- state: nil, { fence = "```" } or { comment = true }
function typst.mask(text, state)
  if state and state.fence then
    local _, stop = text:find(state.fence, 1, true)
    if not stop then return blank(text, 1, #text), state end
    text, state = blank(text, 1, stop), nil
  elseif state and state.comment then
    local _, stop = text:find("*/", 1, true)
    if not stop then return blank(text, 1, #text), state end
    text, state = blank(text, 1, stop), nil
  end
  text = backticks(text)
  local open, _, fence = text:find("(```+)")
  if open then return addresses(blank(text, open, #text)), { fence = fence } end
  text = addresses(text)
  text = blank_all(text, "/%*.-%*/")
  open = text:find("/*", 1, true)
  if open then text, state = blank(text, open, #text), { comment = true } end
  text = blank_all(text, "//[^\n]*")
  text = blank_all(text, "#%a[%w%-_.]*%b()")
  text = blank_all(text, "#[ls]et[^\n]*")
  text = blank_all(text, "#import[^\n]*")
  text = blank_all(text, "<[%w%-_:.]+>")
  text = blank_all(text, "@[%w%-_:.]+")
  return (text:gsub("\\%%", " %%"):gsub("[%[%]]", " ")), state
end

M.FORMATS = { "text", "markdown", "latex", "typst" }
local MASKS = { text = plain, markdown = markdown, latex = latex, typst = typst }

---The paragraph with all that is no prose blanked, and the state that the next one begins in.
---@param format "text"|"markdown"|"latex"|"typst"
---@param text string
---@param state table? of the paragraph before
---@param first_of_file? boolean
---@return string masked of the same length
---@return table? state
function M.mask(format, text, state, first_of_file)
  return MASKS[format].mask(text, state, first_of_file)
end

---True where two states are the same.
function M.same_state(a, b)
  if a == nil or b == nil then return a == b end
  return a.fence == b.fence and a.front == b.front and a.comment == b.comment and a.environment == b.environment
end

-- Lines that stand for themselves: headings, list items, table rows, fences, commands.
local OWN_LINE = {
  text = {},
  markdown = { "^%s*#", "^%s*[-*+]%s", "^%s*%d+[.)]%s", "^%s*|", "^%s*```", "^%s*~~~", "^%-%-%-%s*$", "^    ", "^\t", "^%s*>",
    "^%s*%[[^%]]+%]:" },
  latex = { "^%s*\\%a*section", "^%s*\\chapter", "^%s*\\item", "^%s*\\begin", "^%s*\\end" },
  typst = { "^%s*=", "^%s*[-+]%s", "^%s*/%s", "^%s*```", "^%s*#%a" },
}

---True where the line is never joined with another.
function M.stands_alone(format, line)
  for _, pattern in ipairs(OWN_LINE[format]) do
    if line:find(pattern) then return true end
  end
  return false
end

local EXTENSIONS = { md = "markdown", markdown = "markdown", mkd = "markdown", qmd = "markdown", rmd = "markdown",
  tex = "latex", ltx = "latex", sty = "latex", typ = "typst" }
local LANGUAGES = { markdown = "markdown", rmd = "markdown", quarto = "markdown", pandoc = "markdown", vimwiki = "markdown",
  latex = "latex", tex = "latex", plaintex = "latex", context = "latex", typst = "typst" }

---The format of a file by its name.
function M.format_of_file(path)
  local extension = path:match("%.([%w]+)$")
  return extension and EXTENSIONS[extension:lower()] or "text"
end

---The format of a buffer by its file type or a language server's language.
function M.format_of_language(language) return LANGUAGES[language] or "text" end

return M
