-- The engine's own rounding of decimals to doubles, held against the C library's by a program in C.

local shell = require "support.shell"

describe("decimals", function()
  it("are rounded to the doubles that strtod gives, a million of them", function()
    if shell.run "command -v cc" ~= 0 then return pending "no C compiler (cc)" end
    local folder = shell.folder()
    -- as the Makefile does: x87 computes wider than double, and is not what the engine is built for
    local code, output = shell.run(("sse=; echo __FLT_EVAL_METHOD__ | cc -E -P -x c - | grep -qx 2 && sse='-msse2 -mfpmath=sse'; "
      .. "cc -std=c99 -O2 $sse -Icsrc -o %s/held spec/support/decimal_test.c csrc/base/decimal.c "
      .. "csrc/base/decimal_double.c -lm && %s/held 150000"):format(folder, folder), { seconds = 120 })
    shell.remove(folder)
    assert.are.equal(0, code, output)
    assert.is_true(tonumber(output:match "(%d+) held") > 1e6, output)
  end)
end)
