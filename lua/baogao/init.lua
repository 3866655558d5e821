-- baogao: the figures of Chinese reports as data that can be trusted.
--
-- This file is the public face. Requiring it loads the engine (so that a wrong build is told at once) and nothing else:
-- each function's module is loaded when the function is first asked for.

local core = require "baogao.engine"

---@class baogao
---@field _VERSION string
---@field report fun(name?: string): baogao.Report?, string?
---@field reports fun(): baogao.ReportInfo[]
---@field growth fun(from: baogao.Figure, to: baogao.Figure): baogao.Derived?, string?
---@field difference fun(to: baogao.Figure, from: baogao.Figure): baogao.Derived
---@field share fun(part: baogao.Figure, whole: baogao.Figure): baogao.Derived?, string?
---@field remainder fun(whole: baogao.Figure, ...: baogao.Figure): baogao.Derived?, string?
---@field sum fun(...: baogao.Figure): baogao.Derived
---@field cagr fun(from: baogao.Figure, to: baogao.Figure, periods: number): baogao.Derived?, string?
---@field contribution fun(part_from: baogao.Figure, part_to: baogao.Figure, whole_from: baogao.Figure): baogao.Derived?, string?
---@field index fun(value: baogao.Figure, base: baogao.Figure): baogao.Derived?, string?
---@field per_month fun(total: baogao.Figure, months: number): baogao.Derived?, string?
---@field read fun(text: string, options?: baogao.ReadOptions): baogao.Report
---@field collect fun(reports: baogao.Report[], options?: baogao.CollectOptions): baogao.Report
---@field compare fun(a: baogao.Figure, relation: baogao.Relation, b: baogao.Figure): boolean?, string?
---@field certainly fun(a: baogao.Figure, relation: baogao.Relation, b: baogao.Figure): boolean
---@field possibly fun(a: baogao.Figure, relation: baogao.Relation, b: baogao.Figure): boolean
---@field svg fun(kind: baogao.ChartKind, rows: baogao.ChartRow[], options?: baogao.ChartOptions): string
---@field vega fun(kind: baogao.ChartKind, rows: baogao.ChartRow[], options?: baogao.ChartOptions): table
---@field check fun(text: string, reports?: baogao.Records, options?: baogao.CheckOptions): baogao.Finding[]
---@field scan fun(text: string, options?: baogao.ScanOptions): baogao.Quantity[]|baogao.QuantityFrame
---@field periods fun(text: string, options?: baogao.PeriodOptions): baogao.Span[]
---@field number fun(text: string): baogao.Number?, string?
---@field written fun(value: number, unit?: string, options?: baogao.WrittenOptions): string
---@field frame baogao.frames data in columns: baogao.frame(rows_or_columns), baogao.frame.csv(path), …
---@field query baogao.queries questions to frames, reports and files
---@field sql baogao.SQL the same questions on SQLite, PostgreSQL and ClickHouse
local baogao = { _VERSION = core.version }

-- name of the function -> the module that has it
local HOME = {
  report = "baogao.report", reports = "baogao.report",
  read = "baogao.read", collect = "baogao.read.collect",
  growth = "baogao.figures", difference = "baogao.figures", share = "baogao.figures", remainder = "baogao.figures",
  sum = "baogao.figures", cagr = "baogao.figures", contribution = "baogao.figures", index = "baogao.figures",
  per_month = "baogao.figures", compare = "baogao.figures", certainly = "baogao.figures", possibly = "baogao.figures",
  svg = "baogao.svg", vega = "baogao.svg",
  check = "baogao.check",
  scan = "baogao.scan", periods = "baogao.scan", number = "baogao.scan", written = "baogao.scan",
}

-- modules that are whole rooms of the public face; baogao.frame can also be called
local ROOM = { frame = "baogao.frame", query = "baogao.query", sql = "baogao.sql" }

return setmetatable(baogao, {
  __index = function(self, name)
    local value
    if HOME[name] then value = require(HOME[name])[name]
    elseif ROOM[name] then value = require(ROOM[name])
    else return nil end
    rawset(self, name, value)
    return value
  end,
})
